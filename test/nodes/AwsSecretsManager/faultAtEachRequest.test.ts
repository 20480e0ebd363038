import {
	CreateSecretCommand,
	DeleteSecretCommand,
	DescribeSecretCommand,
	ListSecretVersionIdsCommand,
	PutSecretValueCommand,
	SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { INodeParameters } from 'n8n-workflow';

import { SlipwayAwsApi } from '../../../credentials/SlipwayAwsApi.credentials';
import { AwsSecretsManager } from '../../../nodes/AwsSecretsManager/AwsSecretsManager.node';
import { createAwsPlatform } from '../../../sandbox/aws/index';
import { startSandbox, type Sandbox } from '../../../sandbox/kernel/sandbox';
import { runNodeForJson } from '../../n8n/nodeHarness';
import { useManualClock } from '../../n8n/sandboxClock';

const clock = useManualClock();
const keys = { accessKeyId: 'AKIASANDBOX00000000', secretAccessKey: 'sandbox-aws-secret-access-key' };
let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ clock, platforms: [createAwsPlatform] });
});
afterAll(async () => await sandbox.close());

function client(): SecretsManagerClient {
	return new SecretsManagerClient({ region: 'us-east-1', endpoint: `${sandbox.origin}/aws`, credentials: keys });
}

async function run(parameters: INodeParameters) {
	const [json] = await runNodeForJson({
		node: new AwsSecretsManager(),
		parameters: { resource: 'secret', ...parameters },
		credentials: [
			{ type: new SlipwayAwsApi(), data: { region: 'us-east-1', ...keys, baseUrl: `${sandbox.origin}/aws` } },
		],
	});
	return json ?? {};
}

interface Change {
	/** What is there before; undefined for nothing. */
	readonly prepare: (name: string) => Promise<void>;
	readonly parameters: (name: string) => INodeParameters;
	/** Versions, whether it is deleted, and which of the versions is current, as anybody can see it afterwards. */
	readonly after: { readonly versions: number; readonly isDeleted: boolean; readonly current: string };
}

const put = { valueFormat: 'keys', keys: { key: [{ key: 'A', value: 'new' }] } };
const tokenOf = (letter: string): string => letter.repeat(32);

async function create(name: string): Promise<void> {
	await client().send(
		new CreateSecretCommand({ Name: name, SecretString: '{"A":"old"}', ClientRequestToken: tokenOf('a') }),
	);
}

const changes: Readonly<Record<string, Change>> = {
	Create: {
		prepare: async () => undefined,
		parameters: (name) => ({ operation: 'create', name, ...put }),
		after: { versions: 1, isDeleted: false, current: 'new' },
	},
	'Put Value': {
		prepare: create,
		parameters: (name) => ({ operation: 'putValue', secret: { __rl: true, mode: 'name', value: name }, ...put }),
		after: { versions: 2, isDeleted: false, current: 'new' },
	},
	'Roll Back': {
		async prepare(name) {
			await create(name);
			await client().send(new PutSecretValueCommand({ SecretId: name, SecretString: '{"A":"bad"}' }));
		},
		parameters: (name) => ({ operation: 'rollBack', secret: { __rl: true, mode: 'name', value: name } }),
		after: { versions: 2, isDeleted: false, current: 'old' },
	},
	Delete: {
		prepare: create,
		parameters: (name) => ({ operation: 'delete', secret: { __rl: true, mode: 'name', value: name } }),
		after: { versions: 1, isDeleted: true, current: 'old' },
	},
	Restore: {
		async prepare(name) {
			await create(name);
			await client().send(new DeleteSecretCommand({ SecretId: name }));
		},
		parameters: (name) => ({ operation: 'restore', secret: { __rl: true, mode: 'name', value: name } }),
		after: { versions: 1, isDeleted: false, current: 'old' },
	},
};

async function seen(name: string): Promise<Change['after']> {
	const { DeletedDate, VersionIdsToStages = {} } = await client().send(new DescribeSecretCommand({ SecretId: name }));
	const { Versions = [] } = await client().send(
		new ListSecretVersionIdsCommand({ SecretId: name, IncludeDeprecated: true }),
	);
	const current = Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes('AWSCURRENT'))?.[0];
	return {
		versions: Versions.length,
		isDeleted: DeletedDate !== undefined,
		current: current === tokenOf('a') ? 'old' : 'new',
	};
}

const requests = () => sandbox.requests({ platform: 'aws' });
let runs = 0;

describe.each(Object.entries(changes))('one fault at any request of %s: it is done, once', (_name, change) => {
	it.each([
		['an answer that is lost', { kind: 'lostReply' }],
		['a connection that is cut', { kind: 'reset' }],
		['an answer that does not parse', { kind: 'malformed' }],
		['a 500', { kind: 'status', status: 500, body: { __type: 'InternalServiceError', Message: 'Server fault' } }],
		['a page of a gateway', { kind: 'status', status: 503, body: 'Service Unavailable' }],
	])('%s', async (_what, specification) => {
		let count = 1;
		for (let afterRequests = 0; afterRequests < count; afterRequests++) {
			const name = `candlefish/faults/${(runs += 1)}`;
			await change.prepare(name);
			const before = requests().length;
			await fetch(`${sandbox.origin}/_sandbox/faults`, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify({ platform: 'aws', afterRequests, ...specification }),
			});
			const json = await run(change.parameters(name));
			const made = requests().slice(before);
			expect(made.filter(({ fault }) => fault !== undefined)).toHaveLength(1);
			// Without the fault it would have been one request less.
			count = Math.max(count, made.length - 1);
			expect(json.name).toBe(name);
			expect({ afterRequests, ...(await seen(name)) }).toEqual({ afterRequests, ...change.after });
		}
	});
});
