import { useManualClock } from '../../n8n/sandboxClock';
import { byId, deployOf, type FlyDriver, imageOf, managed, textAt, valueAt, useFlyDriver } from './flyDriver';

const clock = useManualClock();
let fly: FlyDriver;

useFlyDriver(clock, (driver) => (fly = driver));

const all = (words: string) => Object.fromEntries(managed.map((id) => [id, words]));
/** What somebody does with flyctl, and the boots that follow. */
const colleague = async (release: object = {}): Promise<void> => {
	await fly.control('/releases', release);
	clock.advance(20_000);
};
const plan = async (more: Record<string, string> = {}) =>
	valueAt(await fly.run({ operation: 'rollBack', dryRun: true, ...more }), 'plan');

describe('A release that changed nothing but', () => {
	it.each<[string, object]>([
		['secrets', { secrets: { A: 'planted-1' } }],
		['by a restart', {}],
		['by the same image once more', { image: imageOf('v3') }],
	])('%s is left with the bad one, not gone back to', async (_name, release) => {
		await fly.deploy('v2');
		await fly.deploy('v3');
		await colleague(release);
		await colleague(release);
		const rolledBack = await fly.run({ operation: 'rollBack' });
		expect(rolledBack).toMatchObject({
			verified: true,
			isRollback: true,
			version: 'v6',
			artifact: { ref: expect.stringContaining(`${imageOf('v2')}@`) },
		});
		expect(await fly.fleet()).toEqual(all('v2 started passing'));
		const [newest] = await fly.releases();
		expect(valueAt(newest, 'metadata', 'slipway')).toMatchObject({ rolledBackFrom: 5, rolledBackFromSame: [4, 3] });
		// Each name of what was left stays bad.
		await fly.deploy('v7');
		expect(await plan()).toMatchObject({ from: 'v7', to: 'v2' });
	});
});

it('the bad release is known under its own version, though a later one with the same content runs', async () => {
	await fly.deploy('v2');
	await fly.deploy('v3');
	await colleague({ secrets: { A: 'planted-1' } });
	expect(await fly.run({ operation: 'rollBack', badRelease: 'v3' })).toMatchObject({ verified: true, version: 'v5' });
	expect(await fly.fleet()).toEqual(all('v2 started passing'));
	const writes = fly.writes().length;
	for (const badRelease of ['v3', 'v4']) {
		expect(await fly.run({ operation: 'rollBack', badRelease })).toMatchObject({
			verified: true,
			version: 'v5',
			isRollback: true,
		});
	}
	expect(fly.writes()).toHaveLength(writes);
});

it('a roll back is not rolled back because secrets came after it', async () => {
	await fly.deploy('v2');
	await fly.run({ operation: 'rollBack' });
	await colleague({ secrets: { A: 'planted-1' } });
	const error = await fly.failure({ operation: 'rollBack' });
	expect(error.message).toContain('Release v4 of app paintbox-api is the same as v3, which is itself a roll back');
});

it('memory that was changed since makes no other release of it', async () => {
	await fly.deploy('v2');
	await fly.deploy('v3');
	await colleague({ secrets: { A: 'planted-1' } });
	for (const id of managed) {
		const config = valueAt(await fly.machine(id), 'config') as object;
		await fly.api(`/apps/paintbox-api/machines/${id}`, {
			config: { ...config, guest: { cpu_kind: 'shared', cpus: 2, memory_mb: 1024 } },
		});
	}
	clock.advance(20_000);
	expect(await plan()).toMatchObject({ from: 'v4', to: 'v2' });
});

it('a configuration that differs is another release, with the same image', async () => {
	await fly.deploy('v2');
	for (const id of managed) {
		const config = valueAt(await fly.machine(id), 'config') as object;
		await fly.api(`/apps/paintbox-api/machines/${id}`, {
			config: {
				...config,
				env: { LOG_LEVEL: 'debug' },
				metadata: { ...(Reflect.get(config, 'metadata') as object), fly_release_id: 'x' },
			},
		});
	}
	clock.advance(20_000);
	await colleague({ image: imageOf('v2') });
	expect(await plan()).toMatchObject({ from: 'v3', to: 'v2' });
	await fly.run({ operation: 'rollBack' });
	expect(Object.keys(valueAt(await fly.machine(managed[0] ?? ''), 'config', 'env') as object)).toContain(
		'PRIMARY_REGION',
	);
});

it('a tag that was moved names two images', async () => {
	const first = await fly.deploy('latest');
	await fly.control('/images', { ref: imageOf('latest'), digest: `sha256:${'ab'.repeat(32)}` });
	await fly.deploy('latest');
	await colleague({ secrets: { A: 'planted-1' } });
	const release = await fly.run({ operation: 'rollBack' });
	expect(release).toMatchObject({ verified: true });
	expect(valueAt(release, 'artifact', 'digest')).toBe(valueAt(first, 'artifact', 'digest'));
});

it('says so when all that is left is the same', async () => {
	await colleague({ secrets: { A: 'planted-1' } });
	const writes = fly.writes().length;
	const error = await fly.failure({ operation: 'rollBack' });
	expect(error.message).toContain('no good release before v2 is shown to have had another image or configuration');
	expect(error.message).toContain('(v1)');
	const chosen = await fly.failure({ operation: 'rollBack', release: byId('v1') });
	expect(chosen.message).toContain('Release v1 of app paintbox-api has the image and configuration that run now (v2)');
	expect(fly.writes()).toHaveLength(writes);
});

it('goes to a chosen release to bring the last machines there', async () => {
	await fly.deploy('v2', { processGroups: 'app' });
	await fly.deploy('v3', { processGroups: 'app' });
	expect(await fly.run({ operation: 'rollBack', release: byId('v1') })).toMatchObject({ verified: true });
	expect(await fly.fleet()).toEqual(all('v1 started passing'));
});

it("goes back to what a colleague's release of secrets held, by the digest that ran", async () => {
	const good = await fly.deploy('v2');
	await colleague({ secrets: { A: 'planted-1' } });
	await fly.control('/images', { ref: imageOf('v2'), digest: `sha256:${'cd'.repeat(32)}` });
	await fly.deploy('v4');
	const release = await fly.run({ operation: 'rollBack' });
	expect(textAt(release, 'artifact', 'digest')).toBe(textAt(good, 'artifact', 'digest'));
});

it('leaves the failed deploy between two of the same content out', async () => {
	await fly.deploy('v2');
	await fly.deploy('v3');
	await fly.failure(deployOf('crash'));
	await colleague({ secrets: { A: 'planted-1' } });
	expect(await plan()).toMatchObject({ from: 'v5', to: 'v2' });
});
