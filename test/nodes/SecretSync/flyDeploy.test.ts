import { listAt, textAt, valueAt } from '../../../nodes/deployment/values/jsonFields';
import { useManualClock } from '../../n8n/sandboxClock';
import { named, SecretSyncDriver } from './secretSyncDriver';

const clock = useManualClock();
const source = 'candlefish/production/paintbox-fleet';
const machineIds = ['1857156b526dd8', '3287eeeb342085', '5683d707f16058'];
let driver: SecretSyncDriver;

beforeAll(async () => {
	driver = await SecretSyncDriver.start(clock);
});
afterAll(async () => await driver.sandbox.close());
beforeEach(async () => {
	await driver.reset();
	await driver.createSecret(source, JSON.stringify({ API_KEY: 'Wq8-zT4-first-kX1', OLD: 'Jm2-pL7-second-vB9' }));
});
afterEach(() => {
	driver.expectNoExposure();
	expect(driver.recorder.violations()).toEqual([]);
});

const deployed = {
	secret: named(source),
	target: 'fly',
	app: named('paintbox-api'),
	apply: 'deploy',
	timeoutSeconds: 300,
};
const secretsVersionOf = async (): Promise<Array<[string, unknown, unknown]>> => {
	const state = await driver.api('', 'GET', '/_sandbox/state');
	const [app] = listAt(valueAt(state, 'fly') ?? valueAt(state, 'platforms', 'fly'), 'apps');
	return listAt(app, 'machines').map((machine) => [
		textAt(machine, 'id') ?? '',
		valueAt(machine, 'state'),
		valueAt(machine, 'running', 'secrets_version'),
	]);
};
const machineWrites = () => driver.writes('fly').filter((write) => /^POST .*\/machines\/\w+$/.test(write));
const control = async (path: string, body: unknown) => await driver.api('', 'POST', `/_sandbox/fly${path}`, body);

it('sets the secrets and boots every machine with them, under the barrier and a lease', async () => {
	const done = await driver.run(deployed);
	expect(done).toMatchObject({
		added: ['API_KEY', 'OLD'],
		takesEffect: 'now: 3 of 3 machines run with them',
		versions: { target: 1 },
	});
	expect(listAt(done, 'machines').map((machine) => textAt(machine, 'id'))).toEqual(machineIds);
	expect(done.warnings).toEqual([
		expect.stringContaining('not booted, and keep the former secrets until they are: 9080e6f3a12987'),
	]);
	const updates = driver.sandbox
		.requests()
		.filter(({ method, path }) => method === 'POST' && /\/machines\/\w+$/.test(path));
	expect(updates.map(({ body }) => valueAt(body, 'min_secrets_version'))).toEqual([1, 1, 1]);
	expect(updates.every(({ headers }) => headers['fly-machine-lease-nonce'] !== undefined)).toBe(true);
	for (const [id, state, version] of await secretsVersionOf()) {
		if (machineIds.includes(id)) expect([id, state, version]).toEqual([id, 'started', 1]);
	}
});

it('boots nothing when every machine has what there is', async () => {
	await driver.run(deployed);
	const before = driver.writes('fly').length;
	expect(await driver.run(deployed)).toMatchObject({ needsChange: false, unchanged: ['API_KEY', 'OLD'], machines: [] });
	expect(driver.writes('fly')).toHaveLength(before);
	// Nor from a manual execution, which knows the values only by Fly's digests.
	expect(await driver.run({ ...deployed, operation: 'plan' }, 'manual')).toMatchObject({
		written: ['API_KEY', 'OLD'],
		needsChange: true,
	});
	expect(driver.writes('fly')).toHaveLength(before);
});

it('boots machines that have what was staged before', async () => {
	await driver.run({ ...deployed, apply: 'stage' });
	expect(machineWrites()).toEqual([]);
	const planned = await driver.run({ ...deployed, operation: 'plan' });
	expect(planned).toMatchObject({
		needsChange: true,
		unchanged: ['API_KEY', 'OLD'],
		machines: machineIds.map((id) => ({ id, plan: 'boot' })),
	});
	const done = await driver.run(deployed);
	expect(done).toMatchObject({
		unchanged: ['API_KEY', 'OLD'],
		changed: [],
		takesEffect: 'now: 3 of 3 machines run with them',
	});
	expect(machineWrites()).toHaveLength(3);
});

it('fails when a machine does not come up with them, names it, and boots the others when run again', async () => {
	const first = machineIds[0] ?? '';
	await control(`/machines/${first}/checks`, { status: 'critical' });
	const { message, advice, data } = await driver.failure({ ...deployed, timeoutSeconds: 60 });
	expect(message).toMatch(
		/The secrets of app paintbox-api are set \(version 1\), but \d of 3 machines are not shown to run with them: /,
	);
	expect(message).toContain(first);
	expect(advice).toContain('run this again');
	expect(listAt(data, 'machines')).toHaveLength(3);
	await control(`/machines/${first}/checks`, {});
	clock.advance(60_000);
	const again = await driver.run(deployed);
	expect(again).toMatchObject({ unchanged: ['API_KEY', 'OLD'], takesEffect: 'now: 3 of 3 machines run with them' });
	for (const [id, , version] of await secretsVersionOf())
		if (machineIds.includes(id)) expect(version).toBeGreaterThanOrEqual(1);
});

it('names the machines that it never came to when somebody else holds a lease', async () => {
	await control(`/machines/${machineIds[1] ?? ''}/lease`, { ttl: 600 });
	const { message } = await driver.failure({ ...deployed, timeoutSeconds: 120 });
	expect(message).toMatch(
		/machines are not shown to run with them: .*3287eeeb342085 \(app, iad\): not booted with these secrets/,
	);
	expect(message).toContain('The boot stopped: ');
});

it('does not take machines for done that ran with another value in between', async () => {
	await driver.run(deployed);
	const byHand = async (value: string) =>
		await driver.api('sandbox-fly-token', 'POST', '/fly/v1/apps/paintbox-api/secrets', { values: { API_KEY: value } });
	clock.advance(60_000);
	await byHand('theirs');
	for (const id of machineIds)
		await driver.api('sandbox-fly-token', 'POST', `/fly/v1/apps/paintbox-api/machines/${id}/restart`, {});
	clock.advance(60_000);
	const before = machineWrites().length;
	// Put back by the sync, and cut short before the first machine.
	const fault = driver.sandbox.addFault({
		platform: 'fly',
		method: 'POST',
		path: '/**/lease',
		kind: 'status',
		status: 422,
		body: { error: 'no' },
		times: 'always',
	});
	expect((await driver.failure(deployed)).message).toMatch(/3 of 3 machines are not shown to run with them/);
	driver.sandbox.removeFault(fault);
	expect(await driver.run(deployed)).toMatchObject({
		unchanged: ['API_KEY', 'OLD'],
		takesEffect: 'now: 3 of 3 machines run with them',
	});
	expect(machineWrites().length - before).toBe(3);
	// Put back by hand, staged.
	clock.advance(60_000);
	await byHand('theirs');
	clock.advance(60_000);
	await byHand('Wq8-zT4-first-kX1');
	expect(await driver.run({ ...deployed, operation: 'plan' })).toMatchObject({ changed: [], needsChange: true });
});

it('goes on with the machines that are left, and leaves alone those that are done', async () => {
	await control(`/machines/${machineIds[1] ?? ''}/lease`, { ttl: 600 });
	await driver.failure({ ...deployed, timeoutSeconds: 120 });
	const done = machineWrites().length;
	clock.advance(900_000);
	await driver.run(deployed);
	expect(machineWrites()).toHaveLength(3);
	expect(done).toBeGreaterThan(0);
});

it.each(['lostReply', 'reset'] as const)('ends well when answers are lost once (%s)', async (kind) => {
	driver.sandbox.addFault({ platform: 'fly', method: 'POST', path: '/**/secrets', kind });
	driver.sandbox.addFault({ platform: 'fly', method: 'POST', path: '/v1/apps/*/machines/*', kind });
	expect(await driver.run(deployed)).toMatchObject({ takesEffect: 'now: 3 of 3 machines run with them' });
	for (const [id, , version] of await secretsVersionOf())
		if (machineIds.includes(id)) expect(version).toBeGreaterThanOrEqual(1);
});

it('is in effect also after a deploy of an image, which boots with the newest secrets', async () => {
	await driver.run(deployed);
	await driver.flyDeploy('registry.fly.io/paintbox-api:v2');
	expect(await driver.run(deployed)).toMatchObject({ needsChange: false, machines: [] });
});

it('starts a machine again that crashed on the former secrets', async () => {
	await driver.run(deployed);
	const crashed = machineIds[2] ?? '';
	await control(`/machines/${crashed}/crash`, { code: 1 });
	await control(`/machines/${crashed}/state`, { state: 'stopped' });
	expect(await driver.run({ ...deployed, operation: 'plan' })).toMatchObject({
		needsChange: true,
		machines: [{ id: crashed }],
	});
	expect(await driver.run(deployed)).toMatchObject({ takesEffect: 'now: 3 of 3 machines run with them' });
});

it('says so when no machine runs', async () => {
	for (const id of machineIds)
		await driver.api('sandbox-fly-token', 'POST', `/fly/v1/apps/paintbox-api/machines/${id}/stop`, {});
	clock.advance(60_000);
	const done = await driver.run(deployed);
	expect(done.takesEffect).toMatch(/^with the next start of each machine: none runs now/);
	expect(done.warnings).toEqual(expect.arrayContaining([expect.stringContaining('3 of 3 machines do not run')]));
});

it('boots again after a removal, also when that was cut short', async () => {
	await driver.run(deployed);
	await driver.putSecret(source, JSON.stringify({ API_KEY: 'Wq8-zT4-first-kX1' }));
	expect(await driver.run(deployed)).toMatchObject({ kept: [{ key: 'OLD', reason: 'Prune is off' }] });
	const before = machineWrites().length;
	await control(`/machines/${machineIds[1] ?? ''}/lease`, { ttl: 600 });
	await driver.failure({ ...deployed, prune: true, timeoutSeconds: 120 });
	clock.advance(900_000);
	expect(await driver.run({ ...deployed, prune: true })).toMatchObject({
		removed: [],
		unchanged: ['API_KEY'],
		takesEffect: 'now: 3 of 3 machines run with them',
	});
	expect(machineWrites().length - before).toBeGreaterThanOrEqual(3);
	expect(await driver.run({ ...deployed, prune: true })).toMatchObject({ needsChange: false });
});

it('writes nothing when the app has no machine that it could boot', async () => {
	await driver.api('sandbox-fly-token', 'POST', '/fly/v1/apps', { app_name: 'empty-app', org_slug: 'candlefish' });
	const before = driver.writes('fly').length;
	const { message, advice } = await driver.failure({ ...deployed, app: named('empty-app') });
	expect(message).toContain('App empty-app has no machines');
	expect(advice).toContain('fly deploy');
	expect(driver.writes('fly')).toHaveLength(before);
});
