import {
	CreateSecretCommand,
	GetSecretValueCommand,
	PutSecretValueCommand,
	SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { SlipwayAwsApi } from '../../../credentials/SlipwayAwsApi.credentials';
import { AwsSecretsManager } from '../../../nodes/AwsSecretsManager/AwsSecretsManager.node';
import { createAwsPlatform } from '../../../sandbox/aws/index';
import { startSandbox, type Sandbox } from '../../../sandbox/kernel/sandbox';
import { createContractRecorder, type ContractRecorder } from '../../contract/contractRecorder';
import { runListSearch, runNode, type TestCredential } from '../../n8n/nodeHarness';
import { useManualClock } from '../../n8n/sandboxClock';

const clock = useManualClock();
const secretAccessKey = 'sandbox-aws-secret-access-key';
/** Every value in the seed world begins with one of these. */
const plantedValues = /sandbox-(queue|model|session|license|keystore|database)|planted-canary/;
let sandbox: Sandbox;
let recorder: ContractRecorder;

beforeEach(async () => {
	sandbox = await startSandbox({ clock, platforms: [createAwsPlatform] });
	recorder = createContractRecorder(sandbox);
});
afterEach(async () => {
	expect(recorder.violations()).toEqual([]);
	await sandbox.close();
});

function credential(data: IDataObject = {}): TestCredential {
	return {
		type: new SlipwayAwsApi(),
		data: {
			region: 'us-east-1',
			accessKeyId: 'AKIASANDBOX00000000',
			secretAccessKey,
			baseUrl: `${sandbox.origin}/aws`,
			...data,
		} as TestCredential['data'],
	};
}

const named = (value: string) => ({ __rl: true, mode: 'name', value });
const workers = 'candlefish/production/nanda-workers';

async function run(parameters: INodeParameters, data: IDataObject = {}): Promise<IDataObject> {
	const [item] = await runNode({
		node: new AwsSecretsManager(),
		parameters: { resource: 'secret', secret: named(workers), ...parameters },
		credentials: [credential(data)],
	});
	return item?.json ?? {};
}

async function runMany(parameters: INodeParameters): Promise<IDataObject[]> {
	const items = await runNode({
		node: new AwsSecretsManager(),
		parameters: { resource: 'secret', secret: named(workers), ...parameters },
		credentials: [credential()],
	});
	return items.map(({ json }) => json);
}

async function failure(parameters: INodeParameters, data: IDataObject = {}) {
	const error: unknown = await run(parameters, data).then(
		(json) => {
			throw new Error(`It did not fail, but gave ${JSON.stringify(json)}`);
		},
		(reason: unknown) => reason,
	);
	if (!(error instanceof NodeApiError) && !(error instanceof NodeOperationError)) throw error;
	const everything = `${error.message} ${error.stack ?? ''} ${JSON.stringify(error)}`;
	expect(everything).not.toMatch(plantedValues);
	expect(everything).not.toContain(secretAccessKey);
	return { message: error.message, advice: error.description ?? '' };
}

function somebody(): SecretsManagerClient {
	return new SecretsManagerClient({
		region: 'us-east-1',
		endpoint: `${sandbox.origin}/aws`,
		credentials: { accessKeyId: 'AKIASANDBOX00000000', secretAccessKey },
	});
}

async function stored(secret = workers): Promise<unknown> {
	const { SecretString } = await somebody().send(new GetSecretValueCommand({ SecretId: secret }));
	return JSON.parse(SecretString ?? 'null');
}

describe('reading', () => {
	it('shows keys and digests, and the value only with Reveal', async () => {
		const masked = await run({ operation: 'get' });
		expect(masked).toMatchObject({
			name: workers,
			kind: 'keys',
			keys: ['QUEUE_TOKEN', 'MODEL_KEY'],
			stages: ['AWSCURRENT'],
		});
		expect(JSON.stringify(masked)).not.toMatch(plantedValues);
		const revealed = await run({ operation: 'get', reveal: true });
		expect(revealed.value).toEqual({ QUEUE_TOKEN: 'sandbox-queue-token', MODEL_KEY: 'sandbox-model-key' });
		expect(revealed.digests).toEqual(masked.digests);
	});

	it('gives digests that no one can check a guess against without the credential', async () => {
		const { digests } = await run({ operation: 'get' });
		const { digests: byRole } = await run(
			{ operation: 'get' },
			{ assumeRoleArn: 'arn:aws:iam::123456789012:role/deployer' },
		);
		expect(Object.values(digests as IDataObject)).toEqual([
			expect.stringMatching(/^[0-9a-f]{12}$/),
			expect.stringMatching(/^[0-9a-f]{12}$/),
		]);
		// The key is of the credential, not of the hour's session.
		expect(byRole).toEqual(digests);
	});

	it('reads an earlier version by stage and by ID, and its digests differ where its values do', async () => {
		const secret = named('candlefish/production/paintbox-api');
		const now = await run({ operation: 'get', secret });
		const before = await run({ operation: 'get', secret, versionBy: 'stage', versionStage: 'AWSPREVIOUS' });
		const byId = await run({ operation: 'get', secret, versionBy: 'id', versionId: String(before.versionId) });
		expect(byId).toEqual(before);
		const digests = [now, before].map((json) => json.digests as Record<string, string>);
		expect(digests[0]?.DATABASE_URL).toBe(digests[1]?.DATABASE_URL);
		expect(digests[0]?.SESSION_KEY).not.toBe(digests[1]?.SESSION_KEY);
	});

	it('reads plain text and binary', async () => {
		const text = await run({ operation: 'get', secret: named('candlefish/production/license') });
		expect(text).toMatchObject({ kind: 'text', digest: expect.any(String) });
		expect(text.value).toBeUndefined();
		const binary = await run({
			operation: 'get',
			secret: named('candlefish/production/signing-keystore'),
			reveal: true,
		});
		expect(Buffer.from(String(binary.value), 'base64').toString()).toBe('sandbox-keystore\u0000\u0001\u0002');
	});

	it('bootstraps a service: keys, and ARNs pinned to the version', async () => {
		const found = await run({
			operation: 'bootstrap',
			prefix: 'candlefish',
			environment: 'production',
			service: 'nanda-workers',
			requiredKeys: 'QUEUE_TOKEN',
		});
		expect(found).toMatchObject({ keys: ['QUEUE_TOKEN', 'MODEL_KEY'] });
		expect(found.valueFrom).toMatchObject({
			QUEUE_TOKEN: `${String(found.arn)}:QUEUE_TOKEN::${String(found.versionId)}`,
		});
		expect(JSON.stringify(found)).not.toMatch(plantedValues);
		const missing = await failure({
			operation: 'bootstrap',
			prefix: 'candlefish',
			environment: 'production',
			service: 'nanda-workers',
			requiredKeys: 'QUEUE_TOKEN, NOT_THERE',
		});
		expect(missing.message).toMatch(/lacks the key NOT_THERE/);
		expect(missing.advice).toMatch(/Keep Other Keys/);
	});

	it('lists, describes and searches without a value', async () => {
		const many = await runMany({
			operation: 'getMany',
			filters: { namePrefix: 'candlefish/production/n' },
			returnAll: true,
		});
		expect(many.map(({ name }) => name)).toEqual([workers]);
		expect(await run({ operation: 'describe' })).toMatchObject({
			name: workers,
			stages: { AWSCURRENT: expect.any(String) },
			tags: { service: 'nanda-workers' },
		});
		const found = await runListSearch({
			node: new AwsSecretsManager(),
			parameters: { resource: 'secret', operation: 'get' },
			credentials: [credential()],
			method: 'searchSecrets',
			filter: 'paintbox',
		});
		expect(found.results.map(({ name }) => name)).toEqual([
			'candlefish/production/paintbox-api',
			'candlefish/preview/paintbox-api',
		]);
	});
});

describe('changing', () => {
	const put = {
		operation: 'putValue',
		valueFormat: 'keys',
		keys: { key: [{ key: 'QUEUE_TOKEN', value: 'planted-canary' }] },
	};

	it('keeps other keys, names what changed, and writes nothing the second time', async () => {
		const changed = await run({ ...put, keepOtherKeys: true });
		expect(changed).toMatchObject({
			isChanged: true,
			added: [],
			changed: ['QUEUE_TOKEN'],
			unchanged: ['MODEL_KEY'],
			removed: [],
		});
		expect(JSON.stringify(changed)).not.toMatch(plantedValues);
		expect(await stored()).toEqual({ QUEUE_TOKEN: 'planted-canary', MODEL_KEY: 'sandbox-model-key' });
		expect(await run({ ...put, keepOtherKeys: true })).toMatchObject({
			isChanged: false,
			versionId: changed.versionId,
		});
	});

	it('replaces the whole value when told', async () => {
		expect(await run({ ...put, keepOtherKeys: false })).toMatchObject({ removed: ['MODEL_KEY'] });
		expect(await stored()).toEqual({ QUEUE_TOKEN: 'planted-canary' });
	});

	it('writes nothing over a version that somebody changed', async () => {
		const { versionId } = await run({ operation: 'get' });
		await somebody().send(
			new PutSecretValueCommand({ SecretId: workers, SecretString: '{"QUEUE_TOKEN":"planted-canary-2"}' }),
		);
		const failed = await failure({ ...put, expectedVersionId: String(versionId) });
		expect(failed.message).toMatch(/so nothing was written/);
		expect(await stored()).toEqual({ QUEUE_TOKEN: 'planted-canary-2' });
	});

	it('rolls back once, and proves it the second time', async () => {
		const before = await run({ operation: 'get' });
		const bad = await run({ ...put, keepOtherKeys: true });
		const rollBack = { operation: 'rollBack', badVersionId: String(bad.versionId) };
		expect(await run(rollBack)).toMatchObject({ versionId: before.versionId, isChanged: true });
		expect(await run(rollBack)).toMatchObject({ versionId: before.versionId, isChanged: false });
		expect((await run({ operation: 'get' })).digests).toEqual(before.digests);
		const versions = await runMany({ operation: 'versions', returnAll: true });
		expect(versions.find(({ isCurrent }) => isCurrent)?.versionId).toBe(before.versionId);
	});

	it('rolls back although the answer was lost', async () => {
		const before = await run({ operation: 'get' });
		await run({ ...put, keepOtherKeys: true });
		await fetch(`${sandbox.origin}/_sandbox/aws/faults`, {
			method: 'POST',
			body: JSON.stringify({
				operation: 'secretsmanager.UpdateSecretVersionStage',
				code: 'InternalServiceError',
				carriedOut: true,
			}),
		});
		expect(await run({ operation: 'rollBack' })).toMatchObject({ versionId: before.versionId, isChanged: true });
	});

	it('creates, deletes with a way back, and restores', async () => {
		const name = 'candlefish/staging/nanda-workers';
		const created = await run({
			operation: 'create',
			name,
			valueFormat: 'json',
			json: '{"QUEUE_TOKEN": "planted-canary", "SIZE": 4}',
			additionalFields: { tags: '{"environment": "staging"}' },
		});
		expect(created).toMatchObject({ name, keys: ['QUEUE_TOKEN', 'SIZE'] });
		expect(JSON.stringify(created)).not.toMatch(plantedValues);
		const again = await failure({ operation: 'create', name, valueFormat: 'text', text: 'planted-canary' });
		expect(again.message).toMatch(/ResourceExistsException/);
		expect(again.advice).toMatch(/Put Value/);
		const gone = await run({ operation: 'delete', secret: named(name), recoveryWindowDays: 7 });
		expect(gone).toMatchObject({ isChanged: true });
		expect(Date.parse(String(gone.restorableUntil)) - Date.parse(String(gone.deletedAt))).toBe(7 * 24 * 3_600_000);
		expect(await run({ operation: 'delete', secret: named(name) })).toMatchObject({ isChanged: false });
		const deleted = await failure({ operation: 'get', secret: named(name) });
		expect(deleted.advice).toMatch(/Use Restore first/);
		expect(await run({ operation: 'restore', secret: named(name) })).toMatchObject({ isChanged: true });
		expect(await run({ operation: 'get', secret: named(name) })).toMatchObject({ keys: ['QUEUE_TOKEN', 'SIZE'] });
	});

	it('puts the first value into a secret that was made without one', async () => {
		const empty = 'candlefish/production/empty';
		await somebody().send(new CreateSecretCommand({ Name: empty }));
		const first = { ...put, secret: named(empty), keepOtherKeys: true };
		expect((await failure({ operation: 'get', secret: named(empty) })).advice).toMatch(/no value yet/);
		expect(await run({ ...first, dryRun: true })).toMatchObject({
			plan: { action: 'putValue', added: ['QUEUE_TOKEN'] },
		});
		expect(await run(first)).toMatchObject({ isChanged: true, added: ['QUEUE_TOKEN'], previousVersionId: null });
		expect(await stored(empty)).toEqual({ QUEUE_TOKEN: 'planted-canary' });
		const unknown = await failure({ ...first, secret: named('nothing/here') });
		expect(unknown.message).toMatch(/refused DescribeSecret \(ResourceNotFoundException/);
	});

	it('plans without a change', async () => {
		const writes = () =>
			sandbox
				.requests({ platform: 'aws' })
				.filter(({ headers }) => /\.(Put|Create|Delete|Restore|Update)/.test(String(headers['x-amz-target'])));
		expect(await run({ ...put, keepOtherKeys: true, dryRun: true })).toMatchObject({
			dryRun: true,
			plan: { changed: ['QUEUE_TOKEN'] },
		});
		expect(await run({ operation: 'delete', dryRun: true })).toMatchObject({ plan: { action: 'delete' } });
		expect(writes()).toHaveLength(0);
	});
});

describe('bad input gets a sentence that says what to do', () => {
	it.each([
		[
			'a secret that is not JSON where keys are wanted',
			{ operation: 'bootstrap', prefix: 'candlefish', environment: 'production', service: 'license' },
			/is plain text, not a JSON object with keys/,
			/Put a value such as/,
		],
		[
			'a binary secret where keys are wanted',
			{ operation: 'bootstrap', prefix: 'candlefish', environment: 'production', service: 'signing-keystore' },
			/is binary, not a JSON object/,
			/choose another secret/,
		],
		[
			'keys into plain text',
			{
				operation: 'putValue',
				secret: named('candlefish/production/license'),
				valueFormat: 'keys',
				keepOtherKeys: true,
				keys: { key: [{ key: 'A', value: 'planted-canary' }] },
			},
			/is plain text/,
			/Put a value/,
		],
		[
			'an unknown secret',
			{ operation: 'get', secret: named('nothing/here') },
			/ResourceNotFoundException/,
			/region, us-east-1/,
		],
		[
			'an unknown version',
			{ operation: 'get', versionBy: 'stage', versionStage: 'NO_SUCH' },
			/ResourceNotFoundException/,
			/Look at Versions/,
		],
		[
			'JSON that is none',
			{ operation: 'putValue', valueFormat: 'json', json: '{"A": planted-canary' },
			/cannot be read/,
			/Give an object/,
		],
		[
			'a list',
			{ operation: 'putValue', valueFormat: 'json', json: '["planted-canary"]' },
			/not an object with keys/,
			/Give an object/,
		],
		['no way back', { operation: 'rollBack' }, /no version before the current one/, /Put the right value/],
		[
			'a window that is too short',
			{ operation: 'delete', recoveryWindowDays: 3 },
			/must be a number of at least 7 and at most 30/,
			/Correct/,
		],
	])('%s', async (_what, parameters, message, advice) => {
		const failed = await failure(parameters);
		expect(failed.message).toMatch(message);
		expect(failed.advice).toMatch(advice);
	});

	it('a key in KMS that may not be used', async () => {
		await fetch(`${sandbox.origin}/_sandbox/aws/faults`, {
			method: 'POST',
			body: JSON.stringify({
				operation: 'secretsmanager.GetSecretValue',
				code: 'AccessDeniedException',
				message: 'Access to KMS is not allowed',
			}),
		});
		expect((await failure({ operation: 'get' })).advice).toMatch(/allow kms:Decrypt and kms:GenerateDataKey/);
	});

	it('a read-only role', async () => {
		const failed = await failure({ operation: 'get' }, { assumeRoleArn: 'arn:aws:iam::123456789012:role/read-only' });
		expect(failed.message).toMatch(/refused GetSecretValue \(AccessDenied/);
		expect(failed.advice).toMatch(/allow secretsmanager:GetSecretValue/);
	});
});
