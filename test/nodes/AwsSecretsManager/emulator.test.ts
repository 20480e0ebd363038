import { CreateSecretCommand, GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { INodeParameters } from 'n8n-workflow';
import { randomUUID } from 'node:crypto';

import { AwsSecretsManager } from '../../../nodes/AwsSecretsManager/AwsSecretsManager.node';
import { useManualClock } from '../../n8n/sandboxClock';
import { describeOnEmulator, Emulator, named, newName } from '../../shared/aws/emulator';

useManualClock();

/** A region of its own: other tests use the emulator at the same time. */
const aws = new Emulator('eu-west-1');
const canary = 'planted-canary';
let secret: string;

const parameters = (more: INodeParameters): INodeParameters => ({ resource: 'secret', secret: named(secret), ...more });
const run = async (more: INodeParameters) => await aws.run(new AwsSecretsManager(), parameters(more));
const failure = async (more: INodeParameters) => await aws.failure(new AwsSecretsManager(), parameters(more));
const keys = (object: Record<string, string>): INodeParameters => ({
	valueFormat: 'keys',
	keys: { key: Object.entries(object).map(([key, value]) => ({ key, value })) },
});

async function stored(): Promise<unknown> {
	const { SecretString } = await aws.secrets.send(
		new GetSecretValueCommand({ SecretId: secret, VersionStage: 'AWSCURRENT' }),
	);
	return JSON.parse(SecretString ?? 'null');
}

describeOnEmulator('AWS Secrets Manager, against an emulator of others', () => {
	beforeEach(async () => {
		secret = newName('candlefish/production/nanda-workers');
		await run({
			operation: 'create',
			name: secret,
			...keys({ QUEUE_TOKEN: 'one', MODEL_KEY: canary }),
			additionalFields: { description: 'Workers', tags: '{"service": "workers"}' },
		});
	});
	afterAll(() => aws.close());

	it('Create: makes it once, and refuses to make it over another', async () => {
		expect(await stored()).toEqual({ QUEUE_TOKEN: 'one', MODEL_KEY: canary });
		expect(await failure({ operation: 'create', name: secret, valueFormat: 'text', text: canary })).toMatch(
			/ResourceExistsException.*Put Value/,
		);
	});

	it('Get: keys and digests; the value only with Reveal; by stage and by ID', async () => {
		const masked = await run({ operation: 'get' });
		expect(masked).toMatchObject({
			name: secret,
			kind: 'keys',
			keys: ['QUEUE_TOKEN', 'MODEL_KEY'],
			stages: ['AWSCURRENT'],
		});
		expect(JSON.stringify(masked)).not.toContain(canary);
		expect((await run({ operation: 'get', reveal: true })).value).toEqual({ QUEUE_TOKEN: 'one', MODEL_KEY: canary });
		await run({ operation: 'putValue', ...keys({ QUEUE_TOKEN: 'two' }), keepOtherKeys: true });
		const before = await run({ operation: 'get', versionBy: 'stage', versionStage: 'AWSPREVIOUS' });
		expect(before.versionId).toBe(masked.versionId);
		expect(before.digests).toEqual(masked.digests);
		expect(await run({ operation: 'get', versionBy: 'id', versionId: String(masked.versionId) })).toEqual(before);
	});

	it('Get: plain text and binary', async () => {
		const text = newName('license');
		const binary = newName('keystore');
		await aws.secrets.send(new CreateSecretCommand({ Name: text, SecretString: canary }));
		await aws.secrets.send(new CreateSecretCommand({ Name: binary, SecretBinary: new Uint8Array([0, 1, 2, 255]) }));
		const masked = await run({ operation: 'get', secret: named(text) });
		expect(masked).toMatchObject({ kind: 'text' });
		expect(JSON.stringify(masked)).not.toContain(canary);
		expect(await run({ operation: 'get', secret: named(binary), reveal: true })).toMatchObject({
			kind: 'binary',
			value: 'AAEC/w==',
		});
	});

	it('Get Many and the picker: by prefix and by tag, without a value', async () => {
		const filters = { namePrefix: secret, tagKey: 'service', tagValue: 'workers' };
		const many = await aws.items(
			new AwsSecretsManager(),
			parameters({ operation: 'getMany', returnAll: true, filters }),
		);
		expect(many).toMatchObject([{ name: secret, description: 'Workers', tags: { service: 'workers' } }]);
		expect(
			await aws.search(new AwsSecretsManager(), 'searchSecrets', parameters({ operation: 'get' }), secret),
		).toEqual([secret]);
	});

	it('Describe and Versions: stages by version', async () => {
		const first = await run({ operation: 'get' });
		const second = await run({ operation: 'putValue', ...keys({ QUEUE_TOKEN: 'two' }), keepOtherKeys: true });
		expect(await run({ operation: 'describe' })).toMatchObject({
			name: secret,
			stages: { AWSCURRENT: second.versionId, AWSPREVIOUS: first.versionId },
			deletedAt: null,
		});
		const versions = await aws.items(new AwsSecretsManager(), parameters({ operation: 'versions', returnAll: true }));
		expect(versions.filter(({ isCurrent }) => isCurrent)).toMatchObject([{ versionId: second.versionId }]);
		expect(versions).toHaveLength(2);
	});

	it('Put Value: keeps other keys, writes nothing twice, and nothing over somebody else', async () => {
		const put = { operation: 'putValue', ...keys({ QUEUE_TOKEN: 'two', NEW: 'three' }), keepOtherKeys: true };
		const changed = await run(put);
		expect(changed).toMatchObject({
			isChanged: true,
			added: ['NEW'],
			changed: ['QUEUE_TOKEN'],
			unchanged: ['MODEL_KEY'],
			removed: [],
		});
		expect(await stored()).toEqual({ QUEUE_TOKEN: 'two', NEW: 'three', MODEL_KEY: canary });
		expect(await run(put)).toMatchObject({ isChanged: false, versionId: changed.versionId });
		await aws.secrets.send(new PutSecretValueCommand({ SecretId: secret, SecretString: '{"QUEUE_TOKEN":"other"}' }));
		expect(await failure({ ...put, expectedVersionId: String(changed.versionId) })).toMatch(/so nothing was written/);
		expect(await stored()).toEqual({ QUEUE_TOKEN: 'other' });
	});

	it('Put Value: one version for one New Version ID, and no other value under it', async () => {
		const newVersionId = randomUUID();
		const put = { operation: 'putValue', ...keys({ QUEUE_TOKEN: 'two' }), keepOtherKeys: false, newVersionId };
		expect(await run(put)).toMatchObject({ versionId: newVersionId, isChanged: true });
		expect(await run(put)).toMatchObject({ versionId: newVersionId, isChanged: false });
		expect(await failure({ ...put, ...keys({ QUEUE_TOKEN: 'three' }) })).toMatch(/ResourceExistsException/);
	});

	it('Put Value: the first value of a secret that was made without one', async () => {
		const empty = newName('candlefish/production/empty');
		await aws.secrets.send(new CreateSecretCommand({ Name: empty }));
		expect(await failure({ operation: 'get', secret: named(empty) })).toMatch(/ResourceNotFoundException/);
		const put = { operation: 'putValue', secret: named(empty), ...keys({ QUEUE_TOKEN: canary }), keepOtherKeys: true };
		expect(await run(put)).toMatchObject({ isChanged: true, added: ['QUEUE_TOKEN'], previousVersionId: null });
		expect(await run(put)).toMatchObject({ isChanged: false });
	});

	it('Roll Back: once, and proves it the second time', async () => {
		const before = await run({ operation: 'get' });
		const bad = await run({ operation: 'putValue', ...keys({ QUEUE_TOKEN: 'bad' }), keepOtherKeys: true });
		const rollBack = { operation: 'rollBack', badVersionId: String(bad.versionId) };
		expect(await run(rollBack)).toMatchObject({ versionId: before.versionId, isChanged: true });
		expect(await run(rollBack)).toMatchObject({ versionId: before.versionId, isChanged: false });
		expect(await stored()).toEqual({ QUEUE_TOKEN: 'one', MODEL_KEY: canary });
	});

	it('Bootstrap: keys and where ECS finds them, or what is missing', async () => {
		const [prefix, environment, service = ''] = secret.split('/');
		const bootstrap = { operation: 'bootstrap', prefix: prefix ?? '', environment: environment ?? '', service };
		const found = await run({ ...bootstrap, requiredKeys: 'MODEL_KEY' });
		expect(found).toMatchObject({
			keys: ['QUEUE_TOKEN', 'MODEL_KEY'],
			valueFrom: { MODEL_KEY: expect.stringMatching(/^arn:aws:secretsmanager:.*:MODEL_KEY::.+/) },
		});
		expect(JSON.stringify(found)).not.toContain(canary);
		expect(await failure({ ...bootstrap, requiredKeys: 'NOT_THERE' })).toMatch(/lacks the key NOT_THERE/);
	});

	it('Delete and Restore: with a way back, each once', async () => {
		expect(await run({ operation: 'delete', recoveryWindowDays: 7 })).toMatchObject({
			isChanged: true,
			deletedAt: expect.any(String),
			restorableUntil: expect.any(String),
		});
		expect(await run({ operation: 'delete' })).toMatchObject({ isChanged: false });
		expect(await failure({ operation: 'get' })).toMatch(/InvalidRequestException.*Use Restore first/);
		expect(await failure({ operation: 'rollBack' })).toMatch(/scheduled for deletion/);
		expect(await run({ operation: 'restore' })).toMatchObject({ isChanged: true });
		expect(await run({ operation: 'restore' })).toMatchObject({ isChanged: false });
		expect(await run({ operation: 'get' })).toMatchObject({ keys: ['QUEUE_TOKEN', 'MODEL_KEY'] });
	});

	it.each([
		[
			'a secret that is not there',
			{ operation: 'get', secret: named('candlefish/no-such') },
			/ResourceNotFoundException.*region, eu-west-1/,
		],
		[
			'a version that is not there',
			{ operation: 'get', versionBy: 'id', versionId: randomUUID() },
			/ResourceNotFoundException.*Look at Versions/,
		],
		['nothing to roll back to', { operation: 'rollBack' }, /no version before the current one/],
		[
			'a description of nothing',
			{ operation: 'describe', secret: named('candlefish/no-such') },
			/ResourceNotFoundException/,
		],
		[
			'a deletion of nothing',
			{ operation: 'delete', secret: named('candlefish/no-such') },
			/ResourceNotFoundException/,
		],
	])('fails with a sentence: %s', async (_what, more, expected) => {
		expect(await failure(more)).toMatch(expected);
	});
});
