import type { FlyDriver, Json } from './flyDriver';
import { APP_1, APP_2, at, machinesPath, startFly, WORKER } from './flyDriver';

let fly: FlyDriver;
beforeEach(async () => {
	fly = await startFly();
});
afterEach(async () => {
	const violations = fly.violations();
	await fly.close();
	expect(violations).toEqual([]);
});

const containers: Json[] = [
	{ name: 'proxy', image: 'nginx:1.27' },
	{ name: 'web', image: 'registry.fly.io/multi:v1' },
];
const create = async (config: Json) => await fly.api('POST', machinesPath, { json: { config } });

test('a machine may have containers and no image of its own', async () => {
	const made = await create({ containers });
	expect(made.status).toBe(200);
	expect(at(made.body, 'config', 'containers')).toEqual(containers);
	// Nobody names another one: the first decides.
	expect(at(made.body, 'image_ref', 'repository')).toBe('library/nginx');
});

test.each<[string, Json[], string]>([
	['no name', [{ image: 'nginx' }], 'container 0 has no name'],
	['no image', [{ name: 'a' }], 'container "a" has no image'],
	[
		'the same name twice',
		[
			{ name: 'a', image: 'nginx' },
			{ name: 'a', image: 'nginx' },
		],
		'duplicate container name "a"',
	],
	[
		'an unknown one to depend on',
		[{ name: 'a', image: 'nginx', depends_on: [{ name: 'b' }] }],
		'depends on unknown container "b"',
	],
	['an image that is not there', [{ name: 'a', image: 'registry.fly.io/x:missing' }], 'manifest unknown'],
])('containers with %s are refused', async (_name, given, words) => {
	const answer = await create({ containers: given });
	expect(answer.status).toBe(400);
	expect(String(answer.body['error'])).toContain(words);
});

test("what answers is the container's program, whatever the machine's own image says", async () => {
	await fly.control('/apps', { name: 'multi', image: 'registry.fly.io/multi:v1', machines: 1, containers });
	const [machine] = (await fly.api('GET', '/apps/multi/machines')).list;
	const config = at(machine, 'config') as Json;
	const served = async () => (await fly.visit('/apps/multi/version.json')).body['version'];
	await fly.api('POST', `/apps/multi/machines/${String(at(machine, 'id'))}`, {
		json: { config: { ...config, image: 'registry.fly.io/multi:v2' } },
	});
	fly.clock.advance(20_000);
	expect(await served()).toBe('v1');
	const next = containers.map((container) =>
		container['name'] === 'web' ? { ...container, image: 'registry.fly.io/multi:v2' } : container,
	);
	await fly.api('POST', `/apps/multi/machines/${String(at(machine, 'id'))}`, {
		json: { config: { ...config, containers: next } },
	});
	fly.clock.advance(20_000);
	expect(await served()).toBe('v2');
});

test('private DNS lists what runs, but for machines that are not to be registered', async () => {
	const ids = async (name: string) => {
		const addresses = at((await fly.visit(`/_sandbox/fly/dns/${name}`)).body, 'addresses');
		return (Array.isArray(addresses) ? addresses : []).map((address) => at(address, 'machine')).sort();
	};
	expect(await ids('paintbox-api.internal')).toEqual(expect.arrayContaining([APP_1, APP_2, WORKER]));
	expect(await ids('worker.process.paintbox-api.internal')).toEqual([WORKER]);
	expect(await ids('iad.paintbox-api.internal')).toEqual([APP_2]);
	expect(await ids('nowhere.internal')).toEqual([]);
	const open = String((await fly.control('/flyctl-machines', {})).body['id']);
	expect(await ids('paintbox-api.internal')).not.toContain(open);
	expect(await ids(`${open}.vm.paintbox-api.internal`)).toEqual([open]);
	await fly.control(`/machines/${APP_1}/state`, { state: 'stopped' });
	expect(await ids('paintbox-api.internal')).not.toContain(APP_1);
});

test('a console is a machine of the app platform, in a group of its own, and goes when its command ends', async () => {
	const { body } = await fly.control('/flyctl-machines', { kind: 'console' });
	expect(at(body, 'config')).toMatchObject({
		metadata: { fly_platform_version: 'v2', fly_process_group: 'fly_app_console' },
		auto_destroy: true,
		restart: { policy: 'no' },
	});
	await fly.control(`/machines/${String(body['id'])}/crash`, { code: 0 });
	fly.clock.advance(5000);
	expect((await fly.machine(String(body['id'])))['state']).toBe('destroyed');
	expect((await fly.control('/flyctl-machines', { kind: 'party' })).status).toBe(422);
});

test('a release of secrets only has the image of before, and every machine carries it', async () => {
	const before = at(await fly.machine(APP_1), 'config') as Json;
	const { body } = await fly.control('/releases', { secrets: { A: 'x' } });
	expect(body).toMatchObject({ version: 2, image: 'registry.fly.io/paintbox-api:v1', status: 'complete' });
	fly.clock.advance(20_000);
	const after = at(await fly.machine(APP_1), 'config') as Json;
	expect(at(after, 'metadata', 'fly_release_id')).toBe(body['id']);
	expect({ ...after, metadata: null }).toEqual({ ...before, metadata: null });
	expect((await fly.visit('/apps/paintbox-api/version.json')).body).toMatchObject({ version: 'v1', secretsVersion: 1 });
});

test("services' checks come twice while a machine is cordoned, and everywhere when told so", async () => {
	const names = async (id: string) => {
		const { checks } = await fly.machine(id);
		return (Array.isArray(checks) ? checks : []).map((check) => at(check, 'name'));
	};
	expect(await names(APP_1)).toEqual(['servicecheck-00-http-8080']);
	await fly.api('POST', `${machinesPath}/${APP_1}/cordon`);
	expect(await names(APP_1)).toEqual(['servicecheck-00-http-8080', 'bg_deployments_compat-00-http-8080']);
	await fly.control('/compat-checks', { everywhere: true });
	expect(await names(APP_2)).toContain('bg_deployments_compat-00-http-8080');
	// A machine's own checks are no service's.
	expect(await names(WORKER)).toEqual(['alive']);
});

test("an image's digest can be asked for, and is null where there is none", async () => {
	const query = 'query ($ref: String!) { app(name: "paintbox-api") { image(ref: $ref) { digest tag } } }';
	const found = await fly.graphql(query, { ref: 'registry.fly.io/paintbox-api:v1' });
	expect(at(found.body, 'data', 'app', 'image')).toEqual({
		digest: at(await fly.machine(APP_1), 'image_ref', 'digest'),
		tag: 'v1',
	});
	const none = await fly.graphql(query, { ref: 'registry.fly.io/paintbox-api:missing' });
	expect(at(none.body, 'data', 'app', 'image')).toBeNull();
});

test('a program that ends once at its boot comes up again', async () => {
	await fly.deploy(APP_1, 'crash-once');
	fly.clock.advance(7000);
	const events = at(await fly.machine(APP_1), 'events') as Json[];
	const exit = events.find(({ type, status }) => type === 'exit' && status === 'stopped');
	expect(exit).toMatchObject({ request: { exit_event: { exit_code: 1, restarting: true }, restart_count: 1 } });
	fly.clock.advance(20_000);
	expect((await fly.machine(APP_1))['state']).toBe('started');
});
