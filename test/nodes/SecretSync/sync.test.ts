import { createPrivateKey } from 'node:crypto';

import { listAt, textAt, valueAt } from '../../../nodes/deployment/values/jsonFields';
import { useManualClock } from '../../n8n/sandboxClock';
import { openSealedBox } from './openSealedBox';
import { byId, canary, named, SecretSyncDriver } from './secretSyncDriver';

const clock = useManualClock();
const source = 'candlefish/production/paintbox-web';
const api = `${canary}-api-key`;
const url = `${canary}-db-uri`;
let driver: SecretSyncDriver;

beforeAll(async () => {
	driver = await SecretSyncDriver.start(clock);
});
afterAll(async () => await driver.sandbox.close());
beforeEach(async () => {
	await driver.reset();
	await driver.createSecret(source, JSON.stringify({ API_KEY: api, DATABASE_URL: url }));
});
afterEach(async () => {
	expect(JSON.stringify(driver.outputs)).not.toMatch(new RegExp(`${canary}|npg_|sandbox-upstash-token`));
	expect(driver.memory).not.toMatch(new RegExp(`${canary}|npg_|sandbox-upstash-token`));
	expect(driver.recorder.violations()).toEqual([]);
	// A value belongs into a body, if anywhere: addresses and headers stand in logs.
	const seen = driver.sandbox.requests().map(({ path, query, headers }) => ({ path, query, headers }));
	expect(JSON.stringify(seen)).not.toContain(canary);
});

const secret = { secret: named(source) };

describe('to Netlify', () => {
	const team = '/netlify/api/v1/accounts/candlefish/env';
	const token = 'sandbox-netlify-token';
	const siteId = '7a1e0001-5b0c-4c1f-9d00-000000000001';
	const variable = async (key: string) =>
		await driver.api(token, 'GET', `${team}/${key}?site_id=${siteId}`).catch(() => null);
	const plain = { ...secret, site: byId(siteId), isSecret: false };

	it('adds, changes and leaves alone, by what Netlify has', async () => {
		await driver.api(token, 'POST', `${team}?site_id=${siteId}`, [
			{
				key: 'API_KEY',
				values: [
					{ context: 'all', value: 'old' },
					{ context: 'dev', value: 'local' },
				],
			},
		]);
		const planned = await driver.run({ ...plain, operation: 'plan' });
		expect(planned).toMatchObject({ dryRun: true, added: ['DATABASE_URL'], changed: ['API_KEY'], needsChange: true });
		expect(await variable('DATABASE_URL')).toBeNull();

		expect(await driver.run(plain)).toMatchObject({ added: ['DATABASE_URL'], changed: ['API_KEY'], unchanged: [] });
		const changed = listAt(await variable('API_KEY'), 'values');
		expect(changed.map((each) => [textAt(each, 'context'), textAt(each, 'value')]).sort()).toEqual([
			['all', api],
			['dev', 'local'],
		]);

		const before = driver.writes('netlify').length;
		expect(await driver.run(plain)).toMatchObject({ unchanged: ['API_KEY', 'DATABASE_URL'], needsChange: false });
		expect(driver.writes('netlify')).toHaveLength(before);
	});

	it('knows a secret it wrote by its record, and writes again what somebody else changed', async () => {
		const asSecret = { ...plain, isSecret: true };
		expect(await driver.run(asSecret)).toMatchObject({ added: ['API_KEY', 'DATABASE_URL'] });
		expect(await variable('API_KEY')).toMatchObject({ is_secret: true });
		expect(await driver.run(asSecret)).toMatchObject({ unchanged: ['API_KEY', 'DATABASE_URL'] });
		clock.advance(60_000);
		await driver.api(token, 'PATCH', `${team}/API_KEY?site_id=${siteId}`, { context: 'production', value: 'by hand' });
		expect(await driver.run(asSecret)).toMatchObject({ written: ['API_KEY'], unchanged: ['DATABASE_URL'] });
	});

	it('removes only keys it made itself and nobody touched', async () => {
		await driver.api(token, 'POST', `${team}?site_id=${siteId}`, [
			{ key: 'DATABASE_URL', values: [{ context: 'all', value: 'theirs' }] },
			{ key: 'OTHER', values: [{ context: 'all', value: 'theirs' }] },
		]);
		await driver.putSecret(
			source,
			JSON.stringify({ API_KEY: api, DATABASE_URL: url, OLD: `${canary}-1`, OLDER: `${canary}-2` }),
		);
		await driver.run(plain);
		await driver.api(token, 'PATCH', `${team}/OLDER?site_id=${siteId}`, { context: 'all', value: 'by hand' });
		await driver.putSecret(source, JSON.stringify({ API_KEY: api }));
		expect(await driver.run(plain)).toMatchObject({ removed: [], kept: [{ key: 'OLD' }, { key: 'OLDER' }] });
		expect(await driver.run({ ...plain, prune: true })).toMatchObject({
			removed: ['OLD'],
			kept: [{ key: 'OLDER', reason: 'it may have been changed since the last sync' }],
		});
		expect(await variable('OLD')).toBeNull();
		for (const key of ['API_KEY', 'DATABASE_URL', 'OTHER', 'OLDER']) expect(await variable(key)).not.toBeNull();
	});

	it('refuses to make a secret of what has values elsewhere, before it writes anything', async () => {
		await driver.api(token, 'POST', `${team}?site_id=${siteId}`, [
			{ key: 'API_KEY', values: [{ context: 'branch', context_parameter: 'staging', value: 'theirs' }] },
		]);
		const before = driver.writes('netlify').length;
		const { message, advice } = await driver.failure({ ...plain, isSecret: true });
		expect(message).toContain('also has values for branch:staging');
		expect(advice).toContain('Nothing was written');
		expect(driver.writes('netlify')).toHaveLength(before);
	});

	it('says which keys are there when it fails half way, and goes on with the rest', async () => {
		await driver.api(token, 'POST', `${team}?site_id=${siteId}`, [
			{ key: 'DATABASE_URL', values: [{ context: 'all', value: 'old' }] },
		]);
		driver.sandbox.addFault({
			platform: 'netlify',
			method: 'PATCH',
			path: '/**',
			kind: 'status',
			status: 422,
			body: { message: `no: ${url}` },
		});
		const { message, advice } = await driver.failure(plain);
		expect(message).toMatch(/API_KEY is done, DATABASE_URL not\. Netlify answered .* 422: no: \*\*\*/);
		expect(advice).toContain('run this again');
		expect(await driver.run(plain)).toMatchObject({ unchanged: ['API_KEY'], changed: ['DATABASE_URL'] });
	});
});

it('makes a variable once when the answer to it is lost', async () => {
	driver.sandbox.addFault({ platform: 'netlify', method: 'POST', path: '/**', kind: 'lostReply' });
	expect(await driver.run({ ...secret, site: byId('7a1e0001-5b0c-4c1f-9d00-000000000001') })).toMatchObject({
		added: ['API_KEY', 'DATABASE_URL'],
	});
	expect(driver.writes('netlify')).toHaveLength(1);
});

it('seals secrets for GitHub so that GitHub can open them', async () => {
	const parameters = { ...secret, target: 'gitHub', repository: named('candlefish-ai/paintbox'), prefix: 'web_' };
	expect(await driver.run(parameters)).toMatchObject({ added: ['WEB_API_KEY', 'WEB_DATABASE_URL'] });
	const held = await driver.api('', 'GET', '/_sandbox/github/secrets/candlefish-ai/paintbox');
	expect(open(held, 'WEB_API_KEY')).toBe(api);
	expect(open(held, 'WEB_DATABASE_URL')).toBe(url);
	expect(await driver.run(parameters)).toMatchObject({ unchanged: ['WEB_API_KEY', 'WEB_DATABASE_URL'], written: [] });
	expect(JSON.stringify(driver.sandbox.requests().filter(({ platform }) => platform === 'github'))).not.toContain(
		canary,
	);
});

it('writes to an environment, and refuses a name that GitHub keeps to itself', async () => {
	await driver.api('sandbox-github-token', 'PUT', '/github/repos/candlefish-ai/paintbox/environments/production', {});
	const parameters = {
		...secret,
		target: 'gitHub',
		repository: named('candlefish-ai/paintbox'),
		environment: 'production',
	};
	expect(await driver.run(parameters)).toMatchObject({ added: ['API_KEY', 'DATABASE_URL'] });
	expect(driver.writes('github').at(-1)).toContain('/environments/production/secrets/DATABASE_URL');
	const { message, advice } = await driver.failure({ ...parameters, prefix: 'github_' });
	expect(message).toBe('"github_API_KEY" cannot be the name of a GitHub Actions secret');
	expect(advice).toContain('Key Mapping');
});

it("stages Fly secrets, and tells by Fly's digests what changed", async () => {
	const parameters = { ...secret, target: 'fly', app: named('paintbox-api'), include: 'API_*' };
	const first = await driver.run(parameters);
	expect(first).toMatchObject({ added: ['API_KEY'] });
	const version = valueAt(first, 'versions', 'target');
	expect(version).toEqual(expect.any(Number));
	expect(await driver.run(parameters)).toMatchObject({ unchanged: ['API_KEY'], needsChange: false });
	// Without a record, as from another workflow: written again, and seen to be the same by the digest.
	await driver.createSecret(`${source}-2`, JSON.stringify({ API_KEY: api }));
	expect(await driver.run({ ...parameters, secret: named(`${source}-2`) })).toMatchObject({
		unchanged: ['API_KEY'],
		changed: [],
		written: [],
	});
	await driver.putSecret(source, JSON.stringify({ API_KEY: `${canary}-new`, DATABASE_URL: url }));
	const changed = await driver.run(parameters);
	expect(changed).toMatchObject({ changed: ['API_KEY'] });
	expect(valueAt(changed, 'versions', 'target')).toBeGreaterThan(Number(version));
});

it('gives ECS references to one version, in a new revision that is not deployed', async () => {
	const parameters = { ...secret, target: 'awsEcs', taskDefinitionFamily: 'nanda-workers', container: 'nanda-workers' };
	const first = await driver.run(parameters);
	expect(first).toMatchObject({ added: ['API_KEY', 'DATABASE_URL'] });
	expect(valueAt(first, 'versions', 'target')).toMatch(/^nanda-workers:\d+$/);
	expect(await driver.run(parameters)).toMatchObject({ unchanged: ['API_KEY', 'DATABASE_URL'], needsChange: false });
	await driver.putSecret(source, JSON.stringify({ API_KEY: `${canary}-new`, DATABASE_URL: url }));
	expect(await driver.run(parameters)).toMatchObject({ changed: ['API_KEY', 'DATABASE_URL'] });
	const { message, advice } = await driver.failure({ ...parameters, container: 'nobody' });
	expect(message).toBe('Task definition nanda-workers has no container "nobody"');
	expect(advice).toContain('nanda-workers');
	const neon = { source: 'neon', project: byId('sandbox-paintbox-123456'), branch: byId('br-quiet-hill-a1b2c3d4') };
	expect((await driver.failure({ ...parameters, ...neon })).advice).toContain(
		'Put the value into AWS Secrets Manager first',
	);
});

it('takes both connection URIs of a Neon branch', async () => {
	const found = await driver.run({
		source: 'neon',
		project: byId('sandbox-paintbox-123456'),
		branch: byId('br-quiet-hill-a1b2c3d4'),
		target: 'fly',
		app: named('paintbox-api'),
	});
	expect(found).toMatchObject({ source: { platform: 'neon', branch: 'br-quiet-hill-a1b2c3d4' } });
	expect(found).toMatchObject({ added: ['DATABASE_URL', 'DATABASE_URL_UNPOOLED'] });
	const asked = driver.sandbox.requests().filter(({ path }) => path.endsWith('/connection_uri'));
	expect(asked.map(({ query }) => query.pooled)).toEqual(['true', 'false']);
	const held = await driver.api('sandbox-fly-token', 'GET', '/fly/v1/apps/paintbox-api/secrets?show_secrets=true');
	for (const each of listAt(held, 'secrets').filter((one) => /^DATABASE_URL/.test(textAt(one, 'name') ?? ''))) {
		expect(textAt(each, 'value')).toMatch(/^postgresql:\/\/.+/);
	}
});

it.each([
	['upstashDatabase', { redisDatabase: byId('5a4d6b0c-0000-4000-8000-000000000001') }],
	['upstashCredential', {}],
])('takes address and token from %s', async (kind, parameters) => {
	await driver.run({ source: kind, ...parameters, target: 'gitHub', repository: named('candlefish-ai/paintbox') });
	const held = await driver.api('', 'GET', '/_sandbox/github/secrets/candlefish-ai/paintbox');
	expect(open(held, 'UPSTASH_REDIS_REST_TOKEN')).toBe('sandbox-upstash-token');
	expect(open(held, 'UPSTASH_REDIS_REST_URL')).toMatch(/^https?:\/\//);
});

describe('refuses, and says what to do', () => {
	const target = { ...secret, target: 'fly', app: named('paintbox-api') };
	it.each([
		[
			'a secret without keys',
			`${canary}-plain`,
			{},
			/is plain text, not a JSON object with keys/,
			/Put a value such as/,
		],
		['an empty value', '{"API_KEY": ""}', {}, /Key "API_KEY" of secret .* has an empty value/, /Allow Empty Values/],
		['a key that is not there', '{"A": "x"}', { include: 'B' }, /has no key "B"; it has A/, /Correct Include/],
		[
			'two keys that become one',
			'{"A": "x", "B": "y"}',
			{ keyMapping: { keys: [{ sourceKey: 'A', targetKey: 'B' }] } },
			/Keys "A" and "B" would both become "B"/,
			/Exclude one/,
		],
		[
			'nothing left',
			'{"A": "x"}',
			{ exclude: '*', prune: true },
			/No key of .* is left to sync/,
			/Include and Exclude/,
		],
		['a key that is no name', '{"a-b": "x"}', {}, /"a-b" cannot be the name of a Fly.io secret/, /Key Mapping/],
	])('%s', async (_, text, parameters, message, advice) => {
		await driver.putSecret(source, text);
		const failure = await driver.failure({ ...target, ...parameters });
		expect(failure.message).toMatch(message);
		expect(failure.advice).toMatch(advice);
		expect(driver.writes('fly')).toEqual([]);
	});
});

/** As GitHub opens it, with the private key. */
function open(held: unknown, name: string): string {
	const sealed = Buffer.from(textAt(held, 'encryptedValues', name) ?? '', 'base64');
	const { d = '', x = '' } = createPrivateKey(textAt(held, 'privateKey') ?? '').export({ format: 'jwk' });
	const pair = {
		publicKey: new Uint8Array(Buffer.from(x, 'base64url')),
		secretKey: new Uint8Array(Buffer.from(d, 'base64url')),
	};
	return openSealedBox(new Uint8Array(sealed), pair) ?? '(cannot be opened)';
}
