import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SlipwayAwsApi } from '../../../credentials/SlipwayAwsApi.credentials';
import { AwsSecretsManager } from '../../../nodes/AwsSecretsManager/AwsSecretsManager.node';
import { createAwsPlatform } from '../../../sandbox/aws/index';
import { startSandbox, type Sandbox } from '../../../sandbox/kernel/sandbox';
import { runNode } from '../../n8n/nodeHarness';
import { useManualClock } from '../../n8n/sandboxClock';

const clock = useManualClock();
const name = 'candlefish/production/numbers';
let sandbox: Sandbox;
let owner: SecretsManagerClient;

beforeEach(async () => {
	sandbox = await startSandbox({ clock, platforms: [createAwsPlatform] });
	owner = new SecretsManagerClient({
		region: 'us-east-1',
		endpoint: `${sandbox.origin}/aws`,
		credentials: { accessKeyId: 'AKIASANDBOX00000000', secretAccessKey: 'sandbox-aws-secret-access-key' },
	});
});
afterEach(async () => {
	owner.destroy();
	await sandbox.close();
});

async function holds(SecretString: string): Promise<void> {
	await owner.send(new CreateSecretCommand({ Name: name, SecretString }));
}

async function stored(SecretId = name): Promise<string | undefined> {
	return (await owner.send(new GetSecretValueCommand({ SecretId }))).SecretString;
}

async function run(parameters: INodeParameters): Promise<IDataObject> {
	const [item] = await runNode({
		node: new AwsSecretsManager(),
		parameters: { resource: 'secret', secret: { __rl: true, mode: 'name', value: name }, ...parameters },
		credentials: [
			{
				type: new SlipwayAwsApi(),
				data: {
					region: 'us-east-1',
					accessKeyId: 'AKIASANDBOX00000000',
					secretAccessKey: 'sandbox-aws-secret-access-key',
					baseUrl: `${sandbox.origin}/aws`,
				},
			},
		],
	});
	return item?.json ?? {};
}

const keys = (...rows: Array<readonly [string, unknown]>): INodeParameters => ({
	operation: 'putValue',
	valueFormat: 'keys',
	keepOtherKeys: true,
	keys: { key: rows.map(([key, value]) => ({ key, value })) } as INodeParameters,
});
const json = (text: unknown, keepOtherKeys = true): INodeParameters => ({
	operation: 'putValue',
	valueFormat: 'json',
	keepOtherKeys,
	json: text as string,
});

const written =
	'{ "BOT_TOKEN": "old",\n  "GUILD_ID": 1234567890123456789, "ACCOUNT":12345678901234567890,\n  "RATE": 1.10, "NAME": "caf\\u00e9", "10": 1e3, "2": null }\n';

describe('Put Value', () => {
	it('leaves keys that are not given byte for byte', async () => {
		await holds(written);
		const put = await run(keys(['BOT_TOKEN', 'new']));
		expect(put).toMatchObject({
			changed: ['BOT_TOKEN'],
			unchanged: ['GUILD_ID', 'ACCOUNT', 'RATE', 'NAME', '10', '2'],
			isChanged: true,
		});
		expect(await stored()).toBe(written.replace('"old"', '"new"'));
	});

	it('adds a key to what is there, and changes nothing else', async () => {
		await holds(written);
		await run(keys(['NEW', 'a"b'], ['__proto__', 'p']));
		expect(await stored()).toBe(written.replace('"2": null', '"2": null, "NEW": "a\\"b", "__proto__": "p"'));
	});

	it('writes nothing for values that are the same, however they are written', async () => {
		await holds(written);
		expect(await run(keys(['GUILD_ID', '1234567890123456789'], ['RATE', '1.10'], ['NAME', 'caf\u00e9']))).toMatchObject(
			{ isChanged: false, changed: [] },
		);
		expect(await stored()).toBe(written);
	});

	it('tells numbers apart that a double makes equal', async () => {
		await holds('{"GUILD_ID":1234567890123456788,"RATE":1.1}');
		expect(await run(json('{"GUILD_ID":1234567890123456799,"RATE":1.10}'))).toMatchObject({
			changed: ['GUILD_ID', 'RATE'],
			isChanged: true,
		});
		expect(await stored()).toBe('{"GUILD_ID":1234567890123456799,"RATE":1.10}');
	});

	it('tells null from an empty text, and a number from its text where JSON is given', async () => {
		await holds('{"URL":null,"PORT":"5432"}');
		expect(await run(keys(['URL', '']))).toMatchObject({ changed: ['URL'] });
		expect(await run(json('{"PORT":5432}'))).toMatchObject({ changed: ['PORT'] });
		expect(await stored()).toBe('{"URL":"","PORT":5432}');
	});

	it('stores JSON in place of the whole as it was given', async () => {
		await holds(written);
		const text = '{\n\t"VERSION": 1.10,\n\t"ID": 7052e12\n}';
		expect(await run(json(text, false))).toMatchObject({ added: ['VERSION', 'ID'], isChanged: true });
		expect(await stored()).toBe(text);
		expect(await run(json(text, false))).toMatchObject({ isChanged: false });
	});

	it('refuses, by name, a number that has lost digits on its way', async () => {
		await holds('{"A":"a"}');
		await expect(run(json({ GUILD_ID: 12345678901234567890, B: { C: [1e21] } }))).rejects.toThrow(
			/object in which GUILD_ID, B hold numbers with more digits/,
		);
		await expect(run(keys(['GUILD_ID', 12345678901234567890]))).rejects.toThrow(
			/The value of GUILD_ID came as a number/,
		);
		expect(await stored()).toBe('{"A":"a"}');
	});

	it('keeps a byte order mark that somebody else put there', async () => {
		await holds('\uFEFF{"A":"a"}');
		await run(keys(['B', 'b']));
		expect(await stored()).toBe('\uFEFF{"A":"a","B":"b"}');
	});
});

it('Create stores JSON as it was given', async () => {
	const text = '{"GUILD_ID":1234567890123456789,"VERSION":1.10}';
	await run({
		operation: 'create',
		name: 'candlefish/staging/numbers',
		valueFormat: 'json',
		json: text,
		additionalFields: { tags: '{"cost":1.10}' },
	});
	expect(await stored('candlefish/staging/numbers')).toBe(text);
});

it('Get reveals numbers that an item can hold, and the text of all others', async () => {
	await holds('{"GUILD_ID":1234567890123456789,"RATE":1.10,"PORT":5432,"COMMIT":7052e12,"DEEP":[12e4567]}');
	expect(await run({ operation: 'get', reveal: true })).toMatchObject({
		value: { GUILD_ID: '1234567890123456789', RATE: '1.10', PORT: 5432, COMMIT: '7052e12', DEEP: ['12e4567'] },
	});
});

describe('Bootstrap', () => {
	const bootstrap = (requiredKeys: string): INodeParameters => ({
		operation: 'bootstrap',
		prefix: 'candlefish',
		environment: 'production',
		service: 'numbers',
		requiredKeys,
	});

	beforeEach(async () => await holds('{"DATABASE_URL":null,"SESSION_KEY":"x","db:password":"p","EMPTY":""}'));

	it.each([
		['DATABASE_URL, SESSION_KEY', /lacks the key DATABASE_URL/],
		['EMPTY', /lacks the key EMPTY/],
		['db:password', /Key "db:password" has a colon/],
	])('does not pass with %s', async (required, message) => {
		await expect(run(bootstrap(required))).rejects.toThrow(message);
	});

	it('refers to what ECS can read, and says what it leaves out', async () => {
		const found = await run(bootstrap('SESSION_KEY'));
		expect(Object.keys(found.valueFrom as IDataObject)).toEqual(['SESSION_KEY', 'EMPTY']);
		expect(found).toMatchObject({ keysWithoutValue: ['DATABASE_URL'], keysWithoutReference: ['db:password'] });
	});
});
