import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { FlyDriver } from './flyDriver';
import { APP_1, at, startFly } from './flyDriver';

let fly: FlyDriver;
beforeEach(async () => {
	fly = await startFly();
});
afterEach(async () => {
	const violations = fly.violations();
	await fly.close();
	expect(violations).toEqual([]);
});

const create = `mutation CreateRelease($input: CreateReleaseInput!) {
	createRelease(input: $input) { clientMutationId release { id version status stable } }
}`;
const update = `mutation UpdateRelease($input: UpdateReleaseInput!) {
	updateRelease(input: $input) { release { id status } }
}`;
const list = `query AppReleases($appName: String!, $limit: Int!) {
	app(name: $appName) {
		releases: releasesUnprocessed(first: $limit) {
			nodes { id version status imageRef stable user { id email name } createdAt }
			pageInfo { hasNextPage endCursor }
		}
	}
}`;
const releaseInput = {
	appId: 'paintbox-api',
	image: 'registry.fly.io/paintbox-api:v2',
	strategy: 'ROLLING',
	definition: { kill_timeout: 5 },
	platformVersion: 'machines',
	clientMutationId: 'one',
};

test('a release is made, moved on and listed, the newest first', async () => {
	const made = await fly.graphql(create, { input: releaseInput });
	expect(made.body).toMatchObject({
		data: {
			createRelease: {
				clientMutationId: 'one',
				release: { version: 2, status: 'pending', stable: false },
			},
		},
	});
	const id = at(made.body, 'data', 'createRelease', 'release', 'id');
	for (const status of ['running', 'complete']) {
		const moved = await fly.graphql(update, { input: { releaseId: id, status } });
		expect(at(moved.body, 'data', 'updateRelease', 'release')).toEqual({ id, status });
	}
	const listed = await fly.graphql(list, { appName: 'paintbox-api', limit: 1 });
	expect(at(listed.body, 'data', 'app', 'releases')).toEqual({
		nodes: [
			expect.objectContaining({
				version: 2,
				status: 'complete',
				stable: true,
				imageRef: 'registry.fly.io/paintbox-api:v2',
				user: expect.objectContaining({ email: 'operator@candlefish.ai' }),
			}),
		],
		pageInfo: { hasNextPage: true, endCursor: '2' },
	});
});

test('what does not exist is named in the errors, with status 200', async () => {
	const gone = await fly.graphql(list, { appName: 'nowhere', limit: 1 });
	expect([gone.status, gone.body]).toEqual([
		200,
		{
			data: { app: null },
			errors: [
				expect.objectContaining({
					message: 'Could not find App',
					path: ['app'],
					extensions: { code: 'NOT_FOUND' },
				}),
			],
		},
	]);
	const wrong = await fly.graphql(create, { input: { ...releaseInput, strategy: 'YOLO' } });
	expect(String(at(wrong.body, 'errors', 0, 'message'))).toContain('does not exist in "DeploymentStrategy"');
	const all = await fly.graphql(list, { appName: 'paintbox-api', limit: 9 });
	expect(at(all.body, 'data', 'app', 'releases', 'nodes')).toHaveLength(1);
});

test('without a token GraphQL answers 401', async () => {
	const answer = await fetch(`${fly.sandbox.origin}/fly/graphql`, { method: 'POST', body: '{}' });
	expect([answer.status, await answer.json()]).toEqual([
		401,
		{
			errors: [
				{
					message: 'You must be authenticated to view this.',
					extensions: { code: 'UNAUTHORIZED' },
				},
			],
		},
	]);
});

const lock = 'mutation L($input: LockAppInput!) { lockApp(input: $input) { lockId expiration } }';
const unlock = 'mutation U($input: UnlockAppInput!) { unlockApp(input: $input) { app { id } } }';

test('an app is locked once, until it is unlocked or the lock runs out', async () => {
	const input = { appId: 'paintbox-api' };
	const lockId = at((await fly.graphql(lock, { input })).body, 'data', 'lockApp', 'lockId');
	const second = await fly.graphql(lock, { input });
	expect(at(second.body, 'errors', 0, 'message')).toBe('App is already locked');
	const wrong = await fly.graphql(unlock, { input: { ...input, lockId: 'x' } });
	expect(at(wrong.body, 'errors', 0, 'extensions', 'code')).toBe('NOT_FOUND');
	await fly.graphql(unlock, { input: { ...input, lockId } });
	expect(at((await fly.graphql(lock, { input })).body, 'data', 'lockApp', 'lockId')).not.toBe(lockId);
	fly.clock.advance(15 * 60_000);
	expect(at((await fly.graphql(lock, { input })).body, 'errors')).toBeUndefined();
});

test('secrets are staged: a machine has them after an update that asks for their version', async () => {
	const set = 'mutation S($input: SetSecretsInput!) { setSecrets(input: $input) { release { id } } }';
	const read = 'query Q($name: String!) { app(name: $name) { secrets { name digest createdAt } } }';
	await fly.graphql(set, {
		input: { appId: 'paintbox-api', secrets: [{ key: 'DATABASE_URL', value: 'planted-value' }] },
	});
	const listed = await fly.graphql(read, { name: 'paintbox-api' });
	expect(at(listed.body, 'data', 'app', 'secrets')).toEqual([
		{
			name: 'DATABASE_URL',
			digest: expect.stringMatching(/^[0-9a-f]{16}$/),
			createdAt: expect.any(String),
		},
	]);
	const changed = await fly.api('POST', '/apps/paintbox-api/secrets', {
		json: { values: { API_KEY: 'planted-value', DATABASE_URL: 'planted-value-2' } },
	});
	expect(changed.body).toMatchObject({ version: 2 });
	expect(changed.text).not.toContain('planted-value');

	const early = await fly.deploy(APP_1, 'v2', { min_secrets_version: 3 });
	expect([early.status, early.body['error']]).toEqual([
		412,
		'failed_precondition: min_secrets_version 3 is not yet available on this app',
	]);
	const seen = async () =>
		(await fly.visit('/apps/paintbox-api/version.json', { 'fly-force-instance-id': APP_1 })).body;
	expect(await seen()).toMatchObject({ version: 'v1', secretsVersion: 0 });
	await fly.deploy(APP_1, 'v2', { min_secrets_version: 2 });
	fly.clock.advance(60_000);
	expect(await seen()).toMatchObject({ version: 'v2', secretsVersion: 2 });
});

test('a boot without the barrier may miss a secret that was just set', async () => {
	const secretsOf = async (): Promise<unknown> => {
		const { body } = await fly.visit('/apps/paintbox-api/version.json', {
			'fly-force-instance-id': APP_1,
		});
		return body['secretsVersion'];
	};
	await fly.control(`/machines/${APP_1}/state`, { state: 'stopped' });
	await fly.api('POST', `/apps/paintbox-api/machines/${APP_1}/start`);
	fly.clock.advance(600);
	await fly.api('POST', '/apps/paintbox-api/secrets/TOKEN', { json: { value: 'planted-value' } });
	fly.clock.advance(30_000);
	expect(await secretsOf()).toBe(0);
	await fly.deploy(APP_1, 'v2');
	fly.clock.advance(30_000);
	expect(await secretsOf()).toBe(1);
});

test('single secrets are read by name, and deleting one makes a new version', async () => {
	const path = '/apps/paintbox-api/secrets/TOKEN';
	const set = await fly.api('POST', path, { json: { value: 'planted-value' } });
	expect([set.status, set.body['version']]).toEqual([201, 1]);
	expect((await fly.api('GET', path)).body).not.toHaveProperty('value');
	expect((await fly.api('GET', `${path}?show_secrets=true`)).body).toMatchObject({
		value: 'planted-value',
	});
	expect((await fly.api('DELETE', path)).body).toMatchObject({ version: 2 });
	expect((await fly.api('GET', path)).status).toBe(404);
	const bad = await fly.api('POST', '/apps/paintbox-api/secrets', {
		json: { values: { 'not a name': 'planted-value' } },
	});
	expect([bad.status, bad.text.includes('planted-value')]).toEqual([400, false]);
	expect(JSON.stringify(fly.sandbox.state())).not.toContain('planted-value');
});

const path = resolve(__dirname, '../../../../shared/contracts/fly/operations.graphql');
(existsSync(path) ? test : test.skip)("the vendor's own documents are answered", async () => {
	const query = readFileSync(path, 'utf8');
	const made = await fly.graphql(create, { input: releaseInput });
	const release = at(made.body, 'data', 'createRelease', 'release', 'id');
	const inputs: Record<string, Record<string, unknown>> = {
		AppReleases: { appName: 'paintbox-api', limit: 5 },
		AppCurrentRelease: { appName: 'paintbox-api' },
		CreateRelease: { input: releaseInput },
		UpdateRelease: { input: { releaseId: release, status: 'failed' } },
		SetSecrets: { input: { appId: 'paintbox-api', secrets: [{ key: 'A', value: 'b' }] } },
		UnsetSecrets: { input: { appId: 'paintbox-api', keys: ['A'] } },
		AppSecrets: { appName: 'paintbox-api' },
		LockApp: { input: { appId: 'paintbox-api' } },
		AppLock: { appName: 'paintbox-api' },
	};
	for (const [operationName, variables] of Object.entries(inputs)) {
		const answer = await fetch(`${fly.sandbox.origin}/fly/graphql`, {
			method: 'POST',
			headers: { Authorization: 'FlyV1 sandbox-fly-token', 'Content-Type': 'application/json' },
			body: JSON.stringify({ query, operationName, variables }),
		});
		const body: unknown = await answer.json();
		expect([operationName, at(body, 'errors')]).toEqual([operationName, undefined]);
	}
});
