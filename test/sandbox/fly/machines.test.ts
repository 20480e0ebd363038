import type { FlyDriver, Json } from './flyDriver';
import { APP_1, APP_2, UNMANAGED, WORKER, at, machinesPath, startFly } from './flyDriver';

let fly: FlyDriver;
beforeEach(async () => {
	fly = await startFly();
});
afterEach(async () => {
	const violations = fly.violations();
	await fly.close();
	expect(violations).toEqual([]);
});

const config = {
	image: 'registry.fly.io/paintbox-api:v1',
	checks: { alive: { type: 'tcp', port: 9000, interval: '10s', grace_period: '5s' } },
};
const launch = async (json: Json): Promise<Json> =>
	(await fly.api('POST', machinesPath, { json: { config, ...json } })).body;
const post = async (id: string, action: string, headers: Record<string, string> = {}) =>
	await fly.api('POST', `${machinesPath}/${id}/${action}`, { headers });
const statesOver = async (id: string, seconds: number): Promise<unknown[]> => {
	const seen: unknown[] = [];
	for (let step = 0; step < seconds * 4; step += 1) {
		const { state } = await fly.machine(id);
		if (seen.at(-1) !== state) seen.push(state);
		fly.clock.advance(250);
	}
	return seen;
};

test('the seed world is healthy and has a machine that nobody deploys', async () => {
	const { list } = await fly.api('GET', machinesPath);
	expect(
		list.map((machine) => [
			machine['id'],
			machine['state'],
			at(machine, 'config', 'metadata', 'fly_process_group'),
			at(machine, 'checks', 0, 'status'),
		]),
	).toEqual([
		[APP_1, 'started', 'app', 'passing'],
		[APP_2, 'started', 'app', 'passing'],
		[WORKER, 'started', 'worker', 'passing'],
		[UNMANAGED, 'started', undefined, undefined],
	]);
	const apps = await fly.api('GET', '/apps?org_slug=candlefish');
	expect(apps.body).toMatchObject({ total_apps: 1, apps: [{ name: 'paintbox-api', machine_count: 4 }] });
});

test.each(['', 'Bearer wrong', 'Basic sandbox-fly-token', 'sandbox-fly-token'])(
	'authorization "%s" is answered 401',
	async (authorization) => {
		const answer = await fly.api('GET', '/apps?org_slug=candlefish', { authorization });
		expect([answer.status, answer.body]).toEqual([401, { error: 'unauthorized' }]);
	},
);

test.each(['Bearer sandbox-fly-token', 'FlyV1 sandbox-fly-token', 'Bearer FlyV1 sandbox-fly-token'])(
	'authorization "%s" is taken',
	async (authorization) => {
		expect((await fly.api('GET', '/tokens/current', { authorization })).status).toBe(200);
	},
);

test('a machine is created, boots, then its checks pass', async () => {
	const made = await launch({ name: 'extra', region: 'fra' });
	expect(made).toMatchObject({
		name: 'extra',
		region: 'fra',
		state: 'created',
		instance_id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
		image_ref: {
			registry: 'registry.fly.io',
			repository: 'paintbox-api',
			tag: 'v1',
			digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
		},
		checks: [{ name: 'alive', status: 'warning' }],
	});
	const id = String(made['id']);
	expect(await statesOver(id, 5)).toEqual(['created', 'starting', 'started']);
	expect(at(await fly.machine(id), 'checks', 0, 'status')).toBe('warning');
	fly.clock.advance(5000);
	expect(at(await fly.machine(id), 'checks', 0, 'status')).toBe('passing');
});

test('an update replaces the whole configuration and makes a new version', async () => {
	const before = await fly.machine(APP_1);
	const updated = await fly.api('POST', `${machinesPath}/${APP_1}`, {
		json: { config: { image: 'registry.fly.io/paintbox-api:v2' } },
	});
	expect(updated.body).toMatchObject({ state: 'replacing', config: { image: 'registry.fly.io/paintbox-api:v2' } });
	expect(updated.body['instance_id']).not.toBe(before['instance_id']);
	expect(await statesOver(APP_1, 6)).toEqual(['replacing', 'starting', 'started']);
	const after = await fly.machine(APP_1);
	expect(after['config']).toEqual({ image: 'registry.fly.io/paintbox-api:v2' });
	expect(after['checks']).toEqual([]);
	const versions = await fly.api('GET', `${machinesPath}/${APP_1}/versions`);
	expect(versions.list.map(({ version }) => version)).toEqual([after['instance_id'], before['instance_id']]);
});

test('an image that does not pull leaves the machine started, on the old image', async () => {
	const before = await fly.machine(APP_1);
	const updated = await fly.deploy(APP_1, 'v2-no-pull');
	const version = String(updated.body['instance_id']);
	const waiting = fly.api('GET', `${machinesPath}/${APP_1}/wait?state=started&version=${version}&timeout=30`);
	await heldRequests(1);
	fly.clock.advance(2000);
	const waited = await waiting;
	// The trap of flyctl#4921: the wait is over and well, with another version than the one asked for.
	expect([waited.status, waited.body]).toEqual([
		200,
		expect.objectContaining({ ok: true, state: 'started', version: before['instance_id'] }),
	]);
	const after = await fly.machine(APP_1);
	expect(after).toMatchObject({
		state: 'started',
		instance_id: before['instance_id'],
		image_ref: before['image_ref'],
		config: before['config'],
		checks: [{ status: 'passing' }],
	});
	expect(at(after, 'events', 0)).toMatchObject({
		type: 'launch',
		status: 'failed',
		request: { error: expect.stringContaining('v2-no-pull') },
	});
});

test('a new machine whose image does not pull fails to launch and is destroyed', async () => {
	const image = 'registry.fly.io/paintbox-api:v2-no-pull';
	const id = String((await launch({ config: { ...config, image } }))['id']);
	expect(await statesOver(id, 15)).toEqual(['created', 'launch_failed', 'destroyed']);
});

test.each([
	['v2-unhealthy', 'started', 'critical'],
	['v2-warning', 'started', 'warning'],
	['v2-never-starts', 'starting', 'warning'],
	['v2-fails', 'failed', 'warning'],
	['v2-no-checks', 'started', undefined],
])('a machine with %s ends %s with its check %s', async (tag, state, check) => {
	await fly.deploy(APP_1, tag);
	fly.clock.advance(120_000);
	const machine = await fly.machine(APP_1);
	expect([machine['state'], at(machine, 'checks', 0, 'status')]).toEqual([state, check]);
});

test('a check that passes can turn critical while a client watches', async () => {
	await fly.deploy(APP_1, 'v2-flapping');
	fly.clock.advance(12_000);
	expect(at(await fly.machine(APP_1), 'checks', 0, 'status')).toBe('passing');
	fly.clock.advance(8000);
	expect(at(await fly.machine(APP_1), 'checks', 0, 'status')).toBe('critical');
});

test.each([
	['v2-crash', 1, false],
	['v2-oom', 137, true],
])('%s exits until the restart policy gives up', async (tag, code, outOfMemory) => {
	await fly.deploy(APP_1, tag);
	fly.clock.advance(8000);
	expect(at(await fly.machine(APP_1), 'events', 0, 'status')).not.toBe('created');
	fly.clock.advance(120_000);
	const machine = await fly.machine(APP_1);
	expect(machine['state']).toBe('stopped');
	expect(at(machine, 'events', 0)).toMatchObject({
		type: 'exit',
		request: {
			exit_event: { exit_code: code, oom_killed: outOfMemory, restarting: false },
			restart_count: 10,
		},
	});
});

test('a release command machine exits and destroys itself', async () => {
	const release = {
		...config,
		auto_destroy: true,
		metadata: { fly_process_group: 'fly_app_release_command' },
	};
	const good = String((await launch({ config: release }))['id']);
	const bad = String(
		(
			await launch({
				config: { ...release, image: 'registry.fly.io/paintbox-api:v2-release-fails', restart: { policy: 'no' } },
			})
		)['id'],
	);
	fly.clock.advance(20_000);
	const exitOf = async (id: string): Promise<unknown> => {
		const { list } = await fly.api('GET', `${machinesPath}/${id}/events`);
		return at(
			list.find(({ type }) => type === 'exit'),
			'request',
			'exit_event',
			'exit_code',
		);
	};
	expect([await exitOf(good), await exitOf(bad)]).toEqual([0, 1]);
	expect((await fly.machine(good))['state']).toBe('destroyed');
});

test.each([
	['stop', ['stopping', 'stopped']],
	['suspend', ['suspending', 'suspended']],
	['restart', ['restarting', 'starting', 'started']],
])('%s goes through its states', async (action, states) => {
	expect((await post(APP_1, action)).status).toBe(200);
	expect(await statesOver(APP_1, 4)).toEqual(states);
});

test('start is refused while the machine is replaced, and does nothing to a started one', async () => {
	expect((await post(APP_1, 'start')).body).toMatchObject({ previous_state: 'started' });
	await fly.deploy(APP_1, 'v2');
	const refused = await post(APP_1, 'start');
	expect([refused.status, refused.body['error']]).toEqual([
		412,
		"failed_precondition: unable to start machine from current state: 'replacing'",
	]);
});

test('a machine is destroyed when stopped, or by force, and stays readable', async () => {
	const path = `${machinesPath}/${APP_1}`;
	expect((await fly.api('DELETE', path)).status).toBe(412);
	expect((await fly.api('DELETE', `${path}?force=true`)).status).toBe(200);
	fly.clock.advance(2000);
	expect((await fly.machine(APP_1))['state']).toBe('destroyed');
	const idsOf = async (query: string) => (await fly.api('GET', `${machinesPath}${query}`)).list.map(({ id }) => id);
	expect(await idsOf('')).not.toContain(APP_1);
	expect(await idsOf('?include_deleted=true')).toContain(APP_1);
	expect(await idsOf('?region=iad')).toEqual([APP_2]);
	expect(await idsOf('?state=stopped')).toEqual([]);
	expect((await fly.api('DELETE', `${path}?force=true`)).status).toBe(200);
});

const heldRequests = async (count: number): Promise<void> => {
	// The held request is in the server once its state says so.
	for (let attempt = 0; attempt < 200; attempt += 1) {
		if (at(fly.sandbox.state(), 'fly', 'waits', 'held') === count) return;
		await new Promise((resolve) => setImmediate(resolve));
	}
	throw new Error(`no ${count} requests are held`);
};

test('a wait holds until the state is reached, or answers 408', async () => {
	await fly.deploy(APP_1, 'v2');
	const path = `${machinesPath}/${APP_1}/wait`;
	const started = fly.api('GET', `${path}?state=started&timeout=10`);
	const short = fly.api('GET', `${path}?state=started&timeout=1`);
	await heldRequests(2);
	fly.clock.advance(1000);
	expect((await short).body['error']).toBe(
		'deadline_exceeded: machine failed to reach desired state, started, currently replacing',
	);
	expect((await short).status).toBe(408);
	fly.clock.advance(5000);
	expect((await started).body).toMatchObject({ ok: true, state: 'started' });
	expect((await fly.api('GET', `${path}?state=stopped&state=settled`)).status).toBe(200);
	for (const query of ['timeout=0', 'timeout=61', 'timeout=x', 'version=nope']) {
		expect((await fly.api('GET', `${path}?${query}`)).status).toBe(400);
	}
	await fly.control('/waits', { hold: false });
	expect((await fly.api('GET', `${path}?state=stopped&timeout=30`)).status).toBe(408);
});

test('a held wait is answered when the sandbox is reset', async () => {
	const waiting = fly.api('GET', `${machinesPath}/${APP_1}/wait?state=stopped`);
	await heldRequests(1);
	await fly.sandbox.reset();
	expect((await waiting).status).toBe(408);
});

test('a lease shuts others out until it is released or runs out', async () => {
	const path = `${machinesPath}/${APP_1}/lease`;
	const lease = await fly.api('POST', path, { json: { ttl: 13 } });
	expect([lease.status, lease.body]).toEqual([
		201,
		{
			status: 'success',
			data: expect.objectContaining({
				nonce: expect.any(String),
				expires_at: Math.floor(fly.clock.now() / 1000) + 13,
				owner: expect.stringContaining('@'),
			}),
		},
	]);
	const nonce = String(at(lease.body, 'data', 'nonce'));
	const held = { 'fly-machine-lease-nonce': nonce };
	const wrong = { 'fly-machine-lease-nonce': 'other' };
	const body = { json: { ttl: 13 } };
	expect((await fly.api('POST', path, body)).status).toBe(409);
	for (const action of ['start', 'stop', 'restart', 'suspend', 'cordon', 'uncordon']) {
		expect([action, (await post(APP_1, action, wrong)).status]).toEqual([action, 409]);
	}
	const refused = await fly.deploy(APP_1, 'v2');
	expect([refused.status, refused.body['error']]).toEqual([
		409,
		expect.stringMatching(/^machine ID \w+ lease currently held by .+@tokens\.fly\.io, expires at .+Z$/),
	]);
	expect((await post(APP_1, 'cordon', held)).status).toBe(200);
	fly.clock.advance(10_000);
	expect((await fly.api('POST', path, { ...body, headers: held })).status).toBe(201);
	fly.clock.advance(10_000);
	expect((await fly.api('DELETE', path, { headers: wrong })).status).toBe(409);
	expect((await fly.api('DELETE', `${path}?nonce=${nonce}`)).status).toBe(400);
	expect((await fly.api('GET', path)).status).toBe(200);
	fly.clock.advance(3000);
	expect((await fly.api('GET', path)).status).toBe(404);
	// A lease that ran out cannot be prolonged, only taken anew.
	expect((await fly.api('POST', path, { ...body, headers: held })).status).toBe(404);
	const again = await fly.api('POST', path, body);
	const renewed = { 'fly-machine-lease-nonce': String(at(again.body, 'data', 'nonce')) };
	expect((await fly.api('DELETE', path, { headers: renewed })).status).toBe(200);
});

test('current_version is a precondition of an update', async () => {
	const { instance_id: version } = await fly.machine(APP_1);
	expect((await fly.deploy(APP_1, 'v2', { current_version: 'other' })).status).toBe(412);
	expect((await fly.deploy(APP_1, 'v2', { current_version: version })).status).toBe(200);
});

test('metadata changes in place', async () => {
	const path = `${machinesPath}/${APP_1}/metadata`;
	const { instance_id: version } = await fly.machine(APP_1);
	expect((await fly.api('POST', `${path}/launch_id`, { json: { value: 'a' } })).status).toBe(204);
	expect((await fly.api('GET', `${path}/launch_id`)).body).toEqual({ value: 'a' });
	const json = { metadata: { launch_id: '', note: 'b' }, machine_version: version };
	expect((await fly.api('PATCH', path, { json })).status).toBe(204);
	expect((await fly.api('PATCH', path, { json: { ...json, machine_version: 'x' } })).status).toBe(412);
	expect((await fly.api('DELETE', `${path}/fly_release_id`)).status).toBe(204);
	expect((await fly.api('GET', path)).body).toEqual({
		fly_platform_version: 'v2',
		fly_process_group: 'app',
		fly_release_version: '1',
		note: 'b',
	});
	expect((await fly.machine(APP_1))['instance_id']).toBe(version);
});

test('bad requests are refused and change nothing', async () => {
	const before = JSON.stringify(fly.sandbox.state());
	const refused = async (json: Json): Promise<unknown> => {
		const answer = await fly.api('POST', machinesPath, { json });
		return [answer.status, answer.body['error']];
	};
	expect(await refused({})).toEqual([400, 'invalid_argument: missing config']);
	expect(await refused({ config: {} })).toEqual([400, 'invalid_argument: config.image is required']);
	expect(await refused({ config: { image: 'Not An Image' } })).toEqual([
		400,
		'invalid_argument: invalid image identifier: Not An Image',
	]);
	expect(await refused({ config: { ...config, image: 'registry.fly.io/paintbox-api:missing' } })).toEqual([
		400,
		expect.stringContaining('MANIFEST_UNKNOWN'),
	]);
	expect(await refused({ config: { ...config, env: { PORT: 8080 } } })).toEqual([
		400,
		expect.stringContaining('env.PORT of type string'),
	]);
	expect(await refused({ config, name: 'paintbox-api-app-1' })).toEqual([
		409,
		expect.stringContaining('already_exists'),
	]);
	expect((await fly.api('GET', '/apps/nowhere/machines')).body).toEqual({ error: 'app not found' });
	expect((await fly.api('GET', '/apps')).status).toBe(400);
	expect(JSON.stringify(fly.sandbox.state())).toBe(before);
});

test('apps are made once and deleted with their machines', async () => {
	const json = { name: 'preview-7', org_slug: 'candlefish' };
	expect((await fly.api('POST', '/apps', { json })).status).toBe(201);
	const taken = await fly.api('POST', '/apps', { json });
	expect([taken.status, taken.body['status']]).toEqual([422, 'name_taken']);
	const made = await fly.api('POST', '/apps/preview-7/machines', { json: { config } });
	expect(made.status).toBe(200);
	expect((await fly.api('DELETE', '/apps/preview-7')).status).toBe(202);
	fly.clock.advance(60_000);
	expect((await fly.api('GET', '/apps/preview-7')).status).toBe(404);
});

test('the machines of an organization come page by page', async () => {
	const ids: unknown[] = [];
	let query = '?limit=3';
	for (let page = 0; page < 2; page += 1) {
		const { body } = await fly.api('GET', `/orgs/candlefish/machines${query}`);
		ids.push(at(body, 'machines', 0, 'id'), at(body, 'machines', 0, 'app_name'));
		query = `?limit=3&cursor=${String(body['next_cursor'])}`;
	}
	expect(ids).toEqual([APP_1, 'paintbox-api', UNMANAGED, 'paintbox-api']);
});
