import { randomBytes } from 'node:crypto';

import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

import type { Sandbox } from '../../sandbox';
import { ACCESS_KEY_ID, SECRET_ACCESS_KEY } from '../../sandbox/aws/account';
import { FLY_PREVIEW_TOKEN } from '../../sandbox/fly/fly';
import { SEED_PASSWORDS } from '../../sandbox/neon/seed';
import { sandboxUpstashReadOnlyToken, sandboxUpstashToken, seedDatabaseId } from '../../sandbox/upstash/seed';
import type { JsonRecord } from '../../tools/json';
import { sandboxCredentials } from '../../tools/sandboxCredentials';

/** Secrets by what they are. */
export class PlantedSecrets {
	readonly values = new Map<string, string>();

	constructor(private readonly sandbox: Sandbox) {}

	/** In every place of the sandbox that holds a secret: credentials, AWS, Neon, Upstash, tokens of previews. */
	async plant(): Promise<void> {
		for (const { name, data } of sandboxCredentials(this.sandbox.origin)) {
			for (const [field, value] of Object.entries(data)) {
				// An access key's id is no secret: AWS shows it everywhere.
				if (/token|secret|key$|password/i.test(field)) this.values.set(`${name}: ${field}`, String(value));
			}
		}
		this.values.set('Fly.io token of previews', FLY_PREVIEW_TOKEN);
		this.values.set('Upstash token', sandboxUpstashToken);
		this.values.set('Upstash read-only token', sandboxUpstashReadOnlyToken);
		this.values.set("Neon password of production's database", SEED_PASSWORDS.paintbox);
		await this.put('candlefish/production/paintbox-api', {
			SESSION_KEY: this.random('AWS session key'),
			DATABASE_URL: `postgres://paintbox:${this.random('AWS database password')}@db.invalid/paintbox`,
		});
		await this.put('candlefish/production/nanda-workers', {
			QUEUE_TOKEN: this.random('AWS queue token'),
			MODEL_KEY: this.random('AWS model key'),
		});
		await this.put('candlefish/preview/paintbox-api', { SESSION_KEY: this.random('AWS session key of previews') });
	}

	random(name: string): string {
		const value = `${name.replace(/\W/g, '')}-${randomBytes(18).toString('base64url')}`;
		this.values.set(name, value);
		return value;
	}

	/** Another version of an AWS secret. */
	async put(secretName: string, values: Readonly<Record<string, string>>): Promise<void> {
		const client = new SecretsManagerClient({
			region: 'us-east-1',
			endpoint: `${this.sandbox.origin}/aws`,
			credentials: { accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET_ACCESS_KEY },
		});
		await client.send(new PutSecretValueCommand({ SecretId: secretName, SecretString: JSON.stringify(values) }));
	}

	/** Fly.io refuses the API's secrets, and repeats in its answer what it was given. Returns what ends that. */
	refuseAtFly(value: string): () => void {
		const id = this.sandbox.addFault({
			platform: 'fly',
			method: 'POST',
			path: '/v1/apps/paintbox-api/secrets',
			kind: 'status',
			status: 422,
			body: { error: `SESSION_KEY cannot be ${value}; asked with ${this.values.get('Fly.io: accessToken')}` },
			times: 'always',
		});
		return () => void this.sandbox.removeFault(id);
	}

	/** SQL that fails, with the address of a database in its message. */
	get failingMigration(): string {
		const address = `postgresql://neondb_owner:${SEED_PASSWORDS.paintbox}@127.0.0.1:5432/neondb`;
		return `DO $$ BEGIN RAISE EXCEPTION 'no such table at ${address}'; END $$;`;
	}
}

const row = { environment: 'production', enabled: true, prune: false, plan_only: false };

/** Rows of `slipway_secret_syncs`: every source, to every target that the bundle has. */
export const plantedSyncs: readonly JsonRecord[] = [
	{ ...row, service: 'paintbox-api', source: 'aws', source_name: 'candlefish/production/paintbox-api' },
	{ ...row, service: 'nanda-workers', source: 'aws', source_name: 'candlefish/production/nanda-workers' },
	{ ...row, service: 'paintbox-frontend', source: 'upstash', source_name: seedDatabaseId },
	{
		...row,
		service: 'gateway',
		source: 'neon',
		source_name: 'sandbox-paintbox-123456/br-quiet-hill-a1b2c3d4',
		target: 'github',
		target_name: 'candlefish-ai/candlefish',
	},
];
