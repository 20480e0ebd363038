import type { FlyDriver, Json } from './flyDriver';
import { APP_1, at, machinesPath, startFly } from './flyDriver';

let fly: FlyDriver;
beforeEach(async () => {
	fly = await startFly();
});
afterEach(async () => {
	const violations = fly.violations();
	await fly.close();
	expect(violations).toEqual([]);
});

const app = '/apps/paintbox-api';

test('a volume belongs to the machine that mounts it, grows, and stays while it is mounted', async () => {
	const made = await fly.api('POST', `${app}/volumes`, { json: { name: 'data', region: 'ord', size_gb: 3 } });
	expect(made.body).toMatchObject({ name: 'data', region: 'ord', size_gb: 3, state: 'created', encrypted: true });
	const path = `${app}/volumes/${String(made.body['id'])}`;
	expect(made.body).not.toHaveProperty('attached_machine_id');
	const config = { image: 'registry.fly.io/paintbox-api:v1', mounts: [{ volume: made.body['id'], path: '/data' }] };
	const machine = (await fly.api('POST', machinesPath, { json: { config } })).body['id'];
	fly.clock.advance(30_000);
	expect((await fly.api('GET', path)).body['attached_machine_id']).toBe(machine);
	const refused = async (more: Json) => (await fly.api('POST', machinesPath, { json: { config, ...more } })).status;
	expect([await refused({}), await refused({ region: 'fra' })]).toEqual([412, 400]);
	const unknown = { ...config, mounts: [{ volume: 'vol_none', path: '/data' }] };
	expect(await refused({ config: unknown })).toBe(400);
	expect((await fly.api('POST', `${machinesPath}/${String(machine)}`, { json: { config } })).status).toBe(200);
	fly.clock.advance(30_000);
	expect((await fly.api('PUT', `${path}/extend`, { json: { size_gb: 5 } })).body).toMatchObject({
		needs_restart: true,
		volume: { size_gb: 5 },
	});
	expect((await fly.api('PUT', `${path}/extend`, { json: { size_gb: 4 } })).status).toBe(400);
	expect((await fly.api('PUT', path, { json: { snapshot_retention: 9 } })).body).toMatchObject({
		snapshot_retention: 9,
		auto_backup_enabled: true,
	});
	expect((await fly.api('DELETE', path)).status).toBe(412);
	expect((await fly.api('GET', app)).body['volume_count']).toBe(1);
	await fly.api('DELETE', `${machinesPath}/${String(machine)}?force=true`);
	fly.clock.advance(30_000);
	expect((await fly.api('DELETE', path)).body['state']).toBe('pending_destroy');
	expect((await fly.api('GET', path)).status).toBe(404);
	expect((await fly.api('GET', app)).body['volume_count']).toBe(0);
});

test("volumes of the organization are listed, and another app's volume is not found", async () => {
	await fly.control('/apps', { name: 'brush' });
	const { body } = await fly.api('POST', '/apps/brush/volumes', { json: { name: 'data' } });
	expect((await fly.api('GET', `${app}/volumes/${String(body['id'])}`)).status).toBe(404);
	expect(at((await fly.api('GET', '/orgs/candlefish/volumes')).body, 'volumes')).toMatchObject([
		{ id: body['id'], app_name: 'brush' },
	]);
	expect((await fly.api('POST', '/apps/brush/volumes', { json: { name: 'Not a name' } })).status).toBe(400);
	expect((await fly.api('POST', '/apps/brush/volumes', { json: { name: 'a', snapshot_id: 'vs_1' } })).status).toBe(501);
	await fly.api('DELETE', '/apps/brush');
	expect(at((await fly.api('GET', '/orgs/candlefish/volumes')).body, 'volumes')).toEqual([]);
});

test('an address is assigned once, listed and released; the shared one is the same again', async () => {
	const list = async () =>
		(at((await fly.api('GET', `${app}/ip_assignments`)).body, 'ips') as Json[]).map(({ ip }) => ip);
	const before = await list();
	const assign = async (type: string) => (await fly.api('POST', `${app}/ip_assignments`, { json: { type } })).body;
	expect(await assign('shared_v4')).toMatchObject({ ip: before[0], shared: true });
	const flycast = await assign('private_v6');
	expect(flycast['ip']).toMatch(/^fdaa:/);
	const release = async () => (await fly.api('DELETE', `${app}/ip_assignments/${String(flycast['ip'])}`)).status;
	expect([await list(), await release(), await release()]).toEqual([[...before, flycast['ip']], 204, 404]);
	expect((await assign('private_v6'))['ip']).not.toBe(flycast['ip']);
	expect((await fly.api('POST', `${app}/ip_assignments`, { json: { type: 'v5' } })).status).toBe(422);
	await fly.api('POST', '/apps', { json: { name: 'brush', org_slug: 'candlefish' } });
	expect((await fly.api('GET', '/apps/brush/ip_assignments')).body).toEqual({ ips: [] });
});

test('a certificate waits for its records, is checked and removed', async () => {
	const made = await fly.api('POST', `${app}/certificates/acme`, { json: { hostname: 'WWW.candlefish.ai' } });
	expect([made.status, made.body]).toEqual([
		201,
		expect.objectContaining({ hostname: 'www.candlefish.ai', configured: false }),
	]);
	expect(at(made.body, 'dns_requirements', 'cname')).toBe((await fly.api('GET', app)).body['cname_target']);
	expect((await fly.api('POST', `${app}/certificates/acme`, { json: { hostname: 'www.candlefish.ai' } })).status).toBe(
		422,
	);
	expect((await fly.api('POST', `${app}/certificates/acme`, { json: { hostname: 'not a name' } })).status).toBe(422);
	await fly.api('POST', `${app}/certificates/acme`, { json: { hostname: '*.candlefish.ai' } });
	const first = await fly.api('GET', `${app}/certificates?limit=1`);
	expect(first.body).toMatchObject({ total_count: 2, certificates: [{ hostname: 'www.candlefish.ai' }] });
	const second = await fly.api('GET', `${app}/certificates?limit=1&cursor=${String(first.body['next_cursor'])}`);
	expect(second.body).toMatchObject({ certificates: [{ hostname: '*.candlefish.ai' }], next_cursor: '' });
	const path = `${app}/certificates/${encodeURIComponent('*.candlefish.ai')}`;
	expect((await fly.api('POST', `${path}/check`)).body).toMatchObject({
		status: 'pending_validation',
		dns_records: {},
	});
	expect((await fly.api('DELETE', `${path}/acme`)).body).toMatchObject({ acme_requested: false, certificates: [] });
	expect([(await fly.api('DELETE', path)).status, (await fly.api('GET', path)).status]).toEqual([204, 404]);
	expect((await fly.api('POST', `${app}/certificates/custom`, { json: { hostname: 'a.ai' } })).status).toBe(501);
});

test('placements leave out full regions, and go where they are wanted first', async () => {
	const place = async (more: Json) =>
		at(
			(await fly.api('POST', '/platform/placements', { json: { org_slug: 'candlefish', ...more } })).body,
			'regions',
		) as Json[];
	expect(await place({ region: 'fra,any', count: 2 })).toMatchObject([{ region: 'fra', count: 2 }]);
	await fly.control('/capacity', { region: 'fra' });
	expect(await place({ region: 'fra,any', count: 2 })).toMatchObject([{ region: 'ams', count: 2 }]);
	expect((await place({ region: 'eu' })).map(({ region }) => region)).toEqual(['ams']);
	expect(await place({ region: 'nowhere', count: 1 })).toEqual([]);
	expect((await place({})).map(({ region }) => region)).toEqual(['ord', 'ams', 'iad', 'sjc']);
});

test('processes are those of a machine that runs', async () => {
	const ps = `${machinesPath}/${APP_1}/ps`;
	expect((await fly.api('GET', `${ps}?sort_by=rss&order=desc`)).list).toMatchObject([
		{ pid: 302, listen_sockets: [{ proto: 'tcp', address: ':8080' }] },
		{ pid: 1 },
	]);
	expect((await fly.api('GET', `${ps}?sort_by=beauty`)).status).toBe(400);
	await fly.control(`/machines/${APP_1}/state`, { state: 'stopped' });
	expect((await fly.api('GET', ps)).status).toBe(412);
});

test('a deploy token works on its app alone, until it ends', async () => {
	await fly.control('/apps', { name: 'brush' });
	const make = async (expiry: string) => await fly.api('POST', `${app}/deploy_token`, { json: { expiry } });
	const made = await make('24h');
	const authorization = String(made.body['token']);
	expect(authorization).toMatch(/^FlyV1 fm2_/);
	const asked = async (path: string) => (await fly.api('GET', path, { authorization })).status;
	expect([await asked(machinesPath), await asked('/apps/brush/machines')]).toEqual([200, 401]);
	expect((await fly.web('GET', '/apps/brush/releases', { authorization })).status).toBe(401);
	expect(
		(await fly.api('POST', '/apps', { authorization, json: { name: 'new', org_slug: 'candlefish' } })).status,
	).toBe(401);
	const listed = await fly.api('GET', '/apps?org_slug=candlefish', { authorization });
	expect((listed.body['apps'] as Json[]).map(({ name }) => name)).toEqual(['paintbox-api']);
	const graphql = await fetch(`${fly.sandbox.origin}/fly/graphql`, {
		method: 'POST',
		headers: { Authorization: authorization, 'Content-Type': 'application/json' },
		body: JSON.stringify({ query: '{ apps { nodes { name } } app(name: "brush") { id } }' }),
	});
	expect(await graphql.json()).toMatchObject({
		data: { apps: { nodes: [{ name: 'paintbox-api' }] }, app: null },
		errors: [{ message: 'Could not find App' }],
	});
	expect(at((await fly.api('GET', '/tokens/current', { authorization })).body, 'tokens')).toMatchObject([
		{ apps: ['paintbox-api'], org_slug: 'candlefish' },
	]);
	fly.clock.advance(24 * 3_600_000);
	expect(await asked(machinesPath)).toBe(401);
	expect((await make('soon')).status).toBe(400);
});

test('a token that was revoked over GraphQL works no longer, and no state or log tells it', async () => {
	const { body } = await fly.api('POST', `${app}/deploy_token`, { json: {} });
	const token = String(body['token']);
	const secret = token.replace('FlyV1 ', '');
	await fly.graphql('{ app(name: "paintbox-api") { limitedAccessTokens { nodes { token } } } }');
	await fly.graphql(
		'mutation ($input: DeleteLimitedAccessTokenInput!) { deleteLimitedAccessToken(input: $input) { token } }',
		{ input: { token: secret } },
	);
	expect((await fly.api('GET', machinesPath, { authorization: token })).status).toBe(401);
	expect(JSON.stringify(fly.sandbox.state())).not.toContain(secret);
	const log = (await fly.visit('/_sandbox/requests')).text;
	expect([log.includes('/deploy_token'), log.includes(secret)]).toEqual([true, false]);
});
