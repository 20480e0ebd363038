import type { FlyDriver, Json } from './flyDriver';
import { APP_1, APP_2, at, isJson, machinesPath, startFly } from './flyDriver';

let fly: FlyDriver;
beforeEach(async () => {
	fly = await startFly();
});
afterEach(async () => {
	const violations = fly.violations();
	await fly.close();
	expect(violations).toEqual([]);
});

const versionsSeen = async (): Promise<unknown[]> => {
	const seen: unknown[] = [];
	for (let visit = 0; visit < 4; visit += 1) {
		const { body, status } = await fly.visit('/apps/paintbox-api/version.json');
		seen.push(status === 200 ? body['version'] : status);
	}
	return [...new Set(seen)].sort();
};

test('a deployed app answers with what runs, machine by machine', async () => {
	const first = await fly.visit('/apps/paintbox-api/version.json');
	const second = await fly.visit('/apps/paintbox-api/version.json');
	expect([first.body['machine'], second.body['machine']]).toEqual([APP_1, APP_2]);
	expect([first.headers.get('x-release'), first.body['app'], first.body['version']]).toEqual([
		'1',
		'paintbox-api',
		'v1',
	]);
	expect((await fly.visit('/apps/paintbox-api/health')).body).toEqual({ status: 'ok', version: 'v1' });
	expect((await fly.visit('/apps/nowhere/health')).status).toBe(404);
});

test('a half updated fleet shows both versions', async () => {
	await fly.deploy(APP_1, 'v2');
	fly.clock.advance(1000);
	// Pulling: the old version serves on.
	expect(await versionsSeen()).toEqual(['v1']);
	fly.clock.advance(30_000);
	expect(await versionsSeen()).toEqual(['v1', 'v2']);
	const { body } = await fly.visit('/apps/paintbox-api/version.json');
	const machines = body['machines'];
	expect(Array.isArray(machines) && machines.map((machine: unknown) => at(machine, 'version'))).toEqual([
		'v2',
		'v1',
		'v1',
		'17',
	]);
});

test('cordoned machines and those that fail their checks get no requests', async () => {
	await fly.deploy(APP_1, 'v2-unhealthy');
	fly.clock.advance(60_000);
	expect(await versionsSeen()).toEqual(['v1']);
	await fly.api('POST', `${machinesPath}/${APP_2}/cordon`);
	expect(await versionsSeen()).toEqual([503]);
	await fly.api('POST', `${machinesPath}/${APP_2}/uncordon`);
	expect(await versionsSeen()).toEqual(['v1']);
	await fly.control(`/machines/${APP_2}/checks`, { status: 'critical' });
	expect(await versionsSeen()).toEqual([503]);
});

test('a tag that is pushed again has another digest; running machines keep theirs', async () => {
	const digestOf = async (): Promise<unknown> => at(await fly.machine(APP_1), 'image_ref', 'digest');
	const before = await digestOf();
	const digest = `sha256:${'ab'.repeat(32)}`;
	const pushed = await fly.control('/images', {
		ref: 'registry.fly.io/paintbox-api:v1',
		digest,
		behaviour: 'unhealthy',
	});
	expect(pushed.body).toMatchObject({ digest, behaviours: ['unhealthy'] });
	expect(await digestOf()).toBe(before);
	await fly.deploy(APP_1, 'v1');
	fly.clock.advance(60_000);
	expect(await digestOf()).toBe(digest);
	expect(at(await fly.machine(APP_1), 'checks', 0, 'status')).toBe('critical');
	// By its digest alone the image behaves the same.
	await fly.api('POST', `${machinesPath}/${APP_2}`, {
		json: {
			config: {
				image: `registry.fly.io/paintbox-api@${digest}`,
				checks: { alive: { type: 'tcp', port: 1, interval: '5s', grace_period: '1s' } },
			},
		},
	});
	fly.clock.advance(60_000);
	expect(await fly.machine(APP_2)).toMatchObject({
		image_ref: { digest },
		checks: [{ status: 'critical' }],
	});
});

test.each([
	['full', 409, 'could not reserve resource for machine: insufficient memory'],
	['disabled', 503, 'deploys to this host are temporarily disabled'],
	['unreachable', 408, 'does not answer'],
])('an update on a host that is %s is answered %i', async (status, code, message) => {
	const before = await fly.machine(APP_1);
	await fly.control(`/machines/${APP_1}/host`, { status });
	const answer = await fly.api('POST', `${machinesPath}/${APP_1}`, { json: { config: before['config'] } });
	expect([answer.status, answer.body['error']]).toEqual([code, expect.stringContaining(message)]);
	const after = await fly.machine(APP_1);
	expect([after['state'], after['instance_id']]).toEqual(['started', before['instance_id']]);
	expect('config' in after).toBe(status !== 'unreachable');
});

test('a full region takes no new machine', async () => {
	const json: Json = { config: { image: 'nginx' }, region: 'full' };
	const full = await fly.api('POST', machinesPath, { json });
	expect([full.status, full.body['status']]).toEqual([412, 'insufficient_capacity']);
	await fly.control('/capacity', { region: 'fra' });
	expect((await fly.api('POST', machinesPath, { json: { ...json, region: 'fra' } })).status).toBe(412);
	await fly.control('/capacity', { region: 'fra', full: false });
	const made = await fly.api('POST', machinesPath, { json: { ...json, region: 'fra' } });
	expect(made.body['image_ref']).toMatchObject({
		registry: 'registry-1.docker.io',
		repository: 'library/nginx',
		tag: 'latest',
	});
});

test('the rate limits hold in sandbox time once they are switched on', async () => {
	const cordon = async (id: string) => (await fly.api('POST', `${machinesPath}/${id}/cordon`)).status;
	const read = async () => (await fly.api('GET', `${machinesPath}/${APP_1}`)).status;
	const statuses = async (count: number, call: () => Promise<number>): Promise<number[]> => {
		const seen: number[] = [];
		for (let turn = 0; turn < count; turn += 1) seen.push(await call());
		return seen;
	};
	expect(new Set(await statuses(12, read))).toEqual(new Set([200]));
	await fly.control('/limits', { enabled: true });
	expect(await statuses(4, async () => await cordon(APP_1))).toEqual([200, 200, 200, 429]);
	expect(await cordon(APP_2)).toBe(200);
	expect((await statuses(11, read)).filter((status) => status === 429)).toHaveLength(1);
	fly.clock.advance(1000);
	expect(await statuses(2, async () => await cordon(APP_1))).toEqual([200, 429]);
	expect((await statuses(6, read)).filter((status) => status === 429)).toHaveLength(1);
	const limits = await fly.control('/limits', { enabled: true });
	expect(limits.body).toEqual({ enabled: true, refused: 4 });
});

test('a fleet of 50 machines for a benchmark', async () => {
	const made = await fly.control('/apps', { name: 'bench', machines: { app: 48, worker: 2 }, regions: ['ord', 'fra'] });
	expect(made.body).toMatchObject({ name: 'bench', machine_count: 50, status: 'deployed' });
	const { list } = await fly.api('GET', '/apps/bench/machines?region=fra');
	expect(list).toHaveLength(25);
	expect(list.every((machine) => machine['state'] === 'started')).toBe(true);
	expect((await fly.visit('/apps/bench/version.json')).body['version']).toBe('v1');
	expect((await fly.control('/apps', { name: 'other', machines: -1 })).status).toBe(422);
	expect((await fly.api('GET', '/apps/other')).status).toBe(404);
});

test("behind the API's back: states, crashes and a colleague's lease", async () => {
	await fly.control(`/machines/${APP_1}/state`, { state: 'failed' });
	expect((await fly.machine(APP_1))['state']).toBe('failed');
	await fly.control(`/machines/${APP_2}/crash`, { code: 137, oom: true });
	expect(await fly.machine(APP_2)).toMatchObject({ state: 'restarting' });
	const lease = await fly.control(`/machines/${APP_1}/lease`, { ttl: 60 });
	expect(at(lease.body, 'data', 'owner')).toBe('colleague@candlefish.ai');
	expect((await fly.api('POST', `${machinesPath}/${APP_1}/start`)).status).toBe(409);
	expect((await fly.control(`/machines/${APP_1}/state`, { state: 'asleep' })).status).toBe(422);
	await fly.deploy(APP_2, 'v2');
	await fly.control(`/machines/${APP_2}/state`, { state: 'stuck' });
	fly.clock.advance(600_000);
	expect((await fly.machine(APP_2))['state']).toBe('replacing');
});

test('neither the state nor the request log shows a token, a nonce or a secret', async () => {
	const lease = await fly.api('POST', `${machinesPath}/${APP_1}/lease`, { json: { ttl: 30 } });
	const nonce = String(at(lease.body, 'data', 'nonce'));
	await fly.api('POST', '/apps/paintbox-api/secrets/KEY', { json: { value: 'planted-value' } });
	const state = fly.sandbox.state();
	const text = JSON.stringify(state) + JSON.stringify(fly.sandbox.requests());
	for (const secret of ['sandbox-fly-token', nonce, 'planted-value']) expect(text).not.toContain(secret);
	expect(isJson(state['fly'])).toBe(true);
	await fly.sandbox.reset();
	expect(at(fly.sandbox.state(), 'fly', 'apps', 0, 'secrets')).toEqual([]);
});
