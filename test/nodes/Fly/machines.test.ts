import { useManualClock } from '../../n8n/sandboxClock';
import { app1, app2, byId, FlyDriver, managed, unmanaged, valueAt } from './flyDriver';

const clock = useManualClock();
let fly: FlyDriver;

beforeAll(async () => {
	fly = await FlyDriver.start(clock);
});
beforeEach(async () => await fly.reset());
afterEach(() => expect(fly.violations()).toEqual([]));
afterAll(async () => {
	expect(fly.recorder.violations()).toEqual([]);
	await fly.sandbox.close();
});

const machine = (operation: string, id = app1) => ({ resource: 'machine', operation, machine: byId(id) });

describe('Machine', () => {
	it('is read with its environment masked', async () => {
		const found = await fly.run({ ...machine('get'), simplify: false });
		expect(found).toMatchObject({
			id: app1,
			processGroup: 'app',
			state: 'started',
			checks: '1 of 1 passing',
			release: '1',
		});
		expect(valueAt(found, 'raw', 'config', 'env')).toEqual({
			FLY_PROCESS_GROUP: '***',
			LOG_LEVEL: '***',
			PRIMARY_REGION: '***',
		});
	});

	it('is listed, by group, region and state', async () => {
		const many = { resource: 'machine', operation: 'getMany' };
		expect(await fly.items(many)).toHaveLength(4);
		expect(await fly.items({ ...many, filters: { region: 'iad', processGroup: 'app' } })).toMatchObject([{ id: app2 }]);
	});

	it('is stopped, started until healthy, and restarted', async () => {
		expect(await fly.run(machine('stop'))).toMatchObject({ state: 'stopped' });
		expect(await fly.run(machine('start'))).toMatchObject({ state: 'started', checks: '1 of 1 passing' });
		expect(await fly.run(machine('restart'))).toMatchObject({ state: 'started', checks: '1 of 1 passing' });
	});

	it('is left alone when it is so already', async () => {
		expect(await fly.run(machine('start'))).toMatchObject({ state: 'started' });
		expect(fly.writes()).toEqual([]);
	});

	it('is taken out of the proxy and let in again', async () => {
		expect(await fly.run(machine('cordon'))).toMatchObject({ cordoned: true });
		expect(valueAt(await fly.machine(app1), 'cordoned')).toBe(true);
		expect(await fly.run(machine('uncordon'))).toMatchObject({ cordoned: false });
		expect(valueAt(await fly.machine(app1), 'cordoned')).toBe(false);
	});

	it.each(['start', 'stop', 'restart', 'cordon', 'uncordon'])('of nobody is not touched by %s', async (operation) => {
		const error = await fly.failure(machine(operation, unmanaged));
		expect(error.message).toContain('was not touched: no deploy manages it');
		expect(error.advice).toContain('Allow Unmanaged Machine');
		expect(fly.writes()).toEqual([]);
		await fly.run({ ...machine(operation, unmanaged), allowUnmanaged: true, waitForCompletion: false });
	});

	it.each(['start', 'stop', 'restart', 'cordon', 'uncordon'])('plans %s without a change', async (operation) => {
		expect(await fly.run({ ...machine(operation), dryRun: true })).toMatchObject({
			dryRun: true,
			plan: { action: operation },
		});
		expect(fly.writes()).toEqual([]);
	});

	it('is not said to be healthy when it cannot become so', async () => {
		await fly.control(`/machines/${app1}/checks`, { status: 'critical' });
		const error = await fly.failure({ ...machine('wait'), timeoutSeconds: 20 });
		expect(error.message).toContain('was not done after 20 s, last seen: started, started, 0 of 1 checks passing');
		await fly.control(`/machines/${app1}/state`, { state: 'failed' });
		const dead = await fly.failure({ ...machine('wait'), timeoutSeconds: 20 });
		expect(dead.message).toContain('is failed, and does not become healthy');
	});

	it('says who holds it', async () => {
		await fly.control(`/machines/${app1}/lease`, { ttl: 600 });
		const error = await fly.failure(machine('stop'));
		expect(error.message).toContain('lease currently held by colleague@candlefish.ai');
		expect(error.advice).toContain('Wait for the other deploy');
	});

	it('that is none is refused', async () => {
		expect((await fly.failure(machine('get', '../x'))).message).toContain('is not a valid ID for a Fly.io machine');
		expect((await fly.failure(machine('get', 'abc'))).message).toContain('machine not found');
	});
});

describe('App', () => {
	it('is read and listed with what its machines run', async () => {
		expect(await fly.run({ resource: 'app', operation: 'get' })).toMatchObject({
			name: 'paintbox-api',
			organization: 'candlefish',
			machines: managed.map((id) => ({ id })),
		});
		expect(await fly.items({ resource: 'app', operation: 'getMany' })).toMatchObject([{ name: 'paintbox-api' }]);
	});

	it('is listed for another organization that is named', async () => {
		const listed = async (organization: string) =>
			await fly.items({ resource: 'app', operation: 'getMany', organization });
		expect(await listed('candlefish-previews')).toEqual([]);
		await fly.api('/apps', { name: 'paintbox-api-pr-7-k3f9', org_slug: 'candlefish-previews' });
		expect(await listed('candlefish-previews')).toMatchObject([
			{ name: 'paintbox-api-pr-7-k3f9', organization: 'candlefish-previews' },
		]);
		expect(await listed('candlefish')).toMatchObject([{ name: 'paintbox-api' }]);
		const failure = await fly.failure({ resource: 'app', operation: 'getMany', organization: 'nobody' });
		expect(failure.message).toContain('organization not found');
	});
});

describe('Secret', () => {
	const set = {
		resource: 'secret',
		operation: 'set',
		specifySecrets: 'json',
		secretsJson: '{"DATABASE_URL":"planted-secret-1"}',
	};

	it('is set, and every machine boots with it, none with older ones', async () => {
		const result = await fly.run(set);
		expect(result).toMatchObject({
			version: 1,
			apply: 'deploy',
			verified: true,
			secrets: [{ name: 'DATABASE_URL', change: 'added' }],
		});
		expect(JSON.stringify(result)).not.toContain('planted-secret');
		for (const id of [app1, app2]) {
			const response = await fetch(`${fly.sandbox.origin}/apps/paintbox-api/version.json`, {
				headers: { 'fly-force-instance-id': id },
			});
			expect(await response.json()).toMatchObject({ version: 'v1', secretsVersion: 1 });
		}
		expect(await fly.leased()).toEqual([]);
	});

	it('is in no error, though Fly.io quotes what it refuses', async () => {
		fly.sandbox.addFault({
			platform: 'fly',
			method: 'POST',
			path: '/v1/apps/*/secrets',
			kind: 'status',
			status: 422,
			body: { error: 'value planted-secret-1 of DATABASE_URL is not allowed' },
		});
		const error = await fly.failure(set);
		expect(error.message).toContain('value *** of DATABASE_URL is not allowed');
		expect(error.everything).not.toContain('planted-secret');
	});

	it('keeps the release and the digest that run, wherever the tag has moved', async () => {
		const before = await fly.run({ resource: 'app', operation: 'get' });
		await fly.control('/images', { ref: 'registry.fly.io/paintbox-api:v1', digest: `sha256:${'ab'.repeat(32)}` });
		await fly.run(set);
		const after = await fly.run({ resource: 'app', operation: 'get' });
		expect(valueAt(after, 'machines', '0', 'digest')).toEqual(valueAt(before, 'machines', '0', 'digest'));
		expect(await fly.run({ operation: 'wait' })).toMatchObject({ version: 'v1', verified: true });
	});

	it('is staged for the next deploy, which it holds back until its version is there', async () => {
		const staged = await fly.run({ ...set, apply: 'stage' });
		expect(staged).toMatchObject({ version: 1, apply: 'stage', verified: false, machines: [] });
		expect(await fly.deploy('v2', { options: { minSecretsVersion: 1 } })).toMatchObject({ verified: true });
	});

	it('tells what is added, changed and unchanged, and lists digests', async () => {
		await fly.run({ ...set, apply: 'stage' });
		const again = await fly.run({
			...set,
			apply: 'stage',
			secretsJson: { DATABASE_URL: 'planted-secret-1', KEY: 'planted-secret-2' },
		});
		expect(again).toMatchObject({
			secrets: [
				{ name: 'DATABASE_URL', change: 'unchanged' },
				{ name: 'KEY', change: 'added' },
			],
		});
		expect(await fly.items({ resource: 'secret', operation: 'getMany' })).toMatchObject([
			{ name: 'DATABASE_URL', digest: expect.any(String) },
			{ name: 'KEY' },
		]);
	});

	it('is unset once; one that is not there changes nothing', async () => {
		await fly.run({ ...set, apply: 'stage' });
		const unset = { resource: 'secret', operation: 'unset', names: 'DATABASE_URL, OTHER', apply: 'stage' };
		expect(await fly.run(unset)).toMatchObject({ secrets: [{ change: 'removed' }, { change: 'absent' }] });
		const writes = fly.writes().length;
		expect(await fly.run(unset)).toMatchObject({ apply: 'nothing' });
		expect(fly.writes()).toHaveLength(writes);
	});

	it('is planned without a change', async () => {
		expect(await fly.run({ ...set, dryRun: true })).toMatchObject({
			dryRun: true,
			secrets: [{ name: 'DATABASE_URL', plan: 'set' }],
		});
		expect(fly.writes()).toEqual([]);
	});

	it('is no success when a machine does not come back', async () => {
		await fly.control(`/machines/${app2}/host`, { status: 'full' });
		const error = await fly.failure(set);
		expect(error.message).toContain('are set (version 1), but not every machine has them');
		expect(error.everything).not.toContain('planted-secret');
	});

	it.each([
		['{"a b":"planted-secret"}', 'is not a valid name for a secret'],
		['{"A":"planted-secret"', 'Secrets is not a JSON object'],
		['["planted-secret"]', 'Secrets is not a JSON object'],
		['{"A":7}', 'is not a string'],
		['{}', 'No secret was given'],
	])('%s is refused, without its value', async (secretsJson, message) => {
		const error = await fly.failure({ ...set, secretsJson });
		expect(error.message).toContain(message);
		expect(error.advice).not.toBe('');
		expect(error.everything).not.toContain('planted-secret');
	});
});
