import type { SandboxPlatform, SandboxRequest, SandboxServices } from '../kernel/platform';
import { SandboxHttpError } from '../kernel/platform';
import { UpstashAccount } from './account';
import { presentBackup, presentDatabase } from './database';
import { answerText, jsonBody, upstashError } from './respond';
import { managementRoutes } from './routes';

export const sandboxUpstashEmail = 'ops@candlefish.ai';
export const sandboxUpstashManagementKey = 'sandbox-upstash-management-key';
/** Of the same account; it changes nothing. */
export const sandboxUpstashReadOnlyManagementKey = 'sandbox-upstash-read-only-management-key';
export const seedDatabaseId = '5a4d6b0c-0000-4000-8000-000000000001';

const basicOf = (key: string): string =>
	Buffer.from(`${sandboxUpstashEmail}:${key}`).toString('base64');
const basic = basicOf(sandboxUpstashManagementKey);
const readOnlyBasic = basicOf(sandboxUpstashReadOnlyManagementKey);

function authorize({ headers, method }: SandboxRequest): void {
	if (headers.authorization === `Basic ${basic}`) return;
	if (headers.authorization !== `Basic ${readOnlyBasic}`) throw upstashError(401, 'unauthorized');
	if (method !== 'GET') throw upstashError(403, 'read-only api key cannot perform this operation');
}

/** The seed database is the one that `/upstash` serves; all others are records. */
function seedAccount(services: SandboxServices): UpstashAccount {
	const account = new UpstashAccount(services);
	account.add({
		id: seedDatabaseId,
		name: 'slipway',
		platform: 'aws',
		primaryRegion: 'us-east-1',
		readRegions: [],
		plan: 'payg',
		budget: 20,
		eviction: false,
		restToken: 'sandbox-upstash-token',
		readOnlyRestToken: 'sandbox-upstash-read-only-token',
	});
	return account;
}

/**
 * Upstash's developer API (https://api.upstash.com/v2) at `/upstash-management`: databases and their backups.
 * `POST /_sandbox/upstash-management/backups` with `{"outcome": "failed"}` decides how the next backup ends.
 */
export function createUpstashManagementPlatform(services: SandboxServices): SandboxPlatform {
	let account = seedAccount(services);
	return {
		name: 'upstash-management',
		routes: managementRoutes(() => account, authorize),
		controlRoutes: [
			{
				method: 'POST',
				pattern: '/backups',
				handle: (request) => {
					const { outcome } = jsonBody(request);
					if (outcome !== 'completed' && outcome !== 'failed' && outcome !== 'pending') {
						throw new SandboxHttpError(400, {
							message: 'outcome must be completed, failed or pending',
						});
					}
					account.nextBackup = outcome;
					return { status: 204 };
				},
			},
		],
		notFound: () => answerText('not found', 404),
		secrets: [
			sandboxUpstashManagementKey,
			sandboxUpstashReadOnlyManagementKey,
			basic,
			readOnlyBasic,
			'sandbox-upstash-token',
			'sandbox-upstash-read-only-token',
		],
		state: () => ({
			databases: [...account.databases.values()].map((database) => ({
				...presentDatabase(database),
				password: '***',
				rest_token: '***',
				backups: [...database.backups.values()].map((backup) => presentBackup(database, backup)),
			})),
		}),
		reset: () => {
			account = seedAccount(services);
		},
	};
}
