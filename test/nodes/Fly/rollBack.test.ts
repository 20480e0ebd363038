import { useManualClock } from '../../n8n/sandboxClock';
import {
	app1,
	app2,
	byId,
	deployOf,
	type FlyDriver,
	imageOf,
	managed,
	valueAt,
	worker,
	useFlyDriver,
} from './flyDriver';

const clock = useManualClock();
let fly: FlyDriver;

useFlyDriver(clock, (driver) => (fly = driver));

const all = (words: string) => Object.fromEntries(managed.map((id) => [id, words]));

/** Changes a machine's environment as a colleague's "fly deploy" with another fly.toml would. */
async function changeEnvironment(id: string, level: string): Promise<void> {
	const config = valueAt(await fly.machine(id), 'config');
	await fly.api(`/apps/paintbox-api/machines/${id}`, {
		config: { ...(config as object), env: { LOG_LEVEL: level } },
	});
	clock.advance(20_000);
}

describe('Roll Back', () => {
	it('goes back to the last verified release: image and configuration', async () => {
		await fly.deploy('v2');
		for (const id of managed) await changeEnvironment(id, 'debug');
		await fly.deploy('v3');
		const release = await fly.run({ operation: 'rollBack', badRelease: 'v3' });
		expect(release).toMatchObject({
			verified: true,
			state: 'live',
			version: 'v4',
			artifact: { ref: expect.stringContaining(`${imageOf('v2')}@sha256:`) },
		});
		expect(await fly.fleet()).toEqual(all('v2 started passing'));
		const [newest] = await fly.releases();
		expect(newest).toMatchObject({
			version: 4,
			metadata: { slipway: { kind: 'rollback', rolledBackFrom: 3, verified: true } },
		});
	});

	it('puts back what each machine had under the chosen release, which its image alone would not', async () => {
		const before = valueAt(await fly.machine(app1), 'config', 'env');
		for (const id of managed) await changeEnvironment(id, 'debug');
		await fly.deploy('v2');
		expect(valueAt(await fly.machine(app1), 'config', 'env')).toEqual({ LOG_LEVEL: 'debug' });
		// The first version under v1 was seeded with the whole environment; the newest of v1 has the changed one.
		await fly.run({ operation: 'rollBack', release: byId('v1') });
		expect(valueAt(await fly.machine(app1), 'config', 'env')).toEqual({ LOG_LEVEL: 'debug' });
		expect(before).not.toEqual({ LOG_LEVEL: 'debug' });
	});

	it('brings back a configuration that a later release changed', async () => {
		await fly.deploy('v2');
		const under2 = valueAt(await fly.machine(app1), 'config', 'env');
		await fly.deploy('v3');
		for (const id of managed) await changeEnvironment(id, 'debug');
		await fly.run({ operation: 'rollBack' });
		expect(valueAt(await fly.machine(app1), 'config', 'env')).toEqual(under2);
		expect(await fly.fleet()).toEqual(all('v2 started passing'));
	});

	it('goes back by digest when the tag has been moved since', async () => {
		const first = await fly.deploy('v2');
		await fly.deploy('v3');
		await fly.control('/images', { ref: imageOf('v2'), digest: `sha256:${'ab'.repeat(32)}` });
		const release = await fly.run({ operation: 'rollBack' });
		expect(valueAt(release, 'artifact', 'digest')).toBe(valueAt(first, 'artifact', 'digest'));
		expect(release.verified).toBe(true);
	});

	it("finds the configuration of machines that bluegreen has replaced since in the release's record", async () => {
		await fly.deploy('v2');
		await fly.deploy('v3', { strategy: 'bluegreen' });
		const plan = await fly.run({ operation: 'rollBack', dryRun: true });
		expect(new Set(Object.values(valueAt(plan, 'plan', 'configurationsFrom') as object))).toEqual(new Set(['release']));
		expect(await fly.run({ operation: 'rollBack' })).toMatchObject({ verified: true, version: 'v4' });
		expect(Object.values(await fly.fleet())).toEqual(Array(3).fill('v2 started passing'));
	});

	it('never goes back to a release that failed, nor to one that was rolled back from', async () => {
		await fly.deploy('v2');
		await fly.deploy('v3');
		await fly.run({ operation: 'rollBack' });
		await fly.failure(deployOf('crash'));
		await fly.deploy('v6');
		const plan = await fly.run({ operation: 'rollBack', dryRun: true });
		expect(plan).toMatchObject({ plan: { from: 'v6', to: 'v2' } });
		expect(await fly.fleet()).toEqual(all('v6 started passing'));
	});

	it('never rolls a roll back back', async () => {
		await fly.deploy('v2');
		await fly.run({ operation: 'rollBack' });
		const writes = fly.writes().length;
		const error = await fly.failure({ operation: 'rollBack' });
		expect(error.message).toContain('is itself a roll back');
		expect(fly.writes()).toHaveLength(writes);
	});

	it('leaves the good release alone after a deploy that failed and was reverted', async () => {
		await fly.deploy('v2');
		await fly.failure(deployOf('crash'));
		const writes = fly.writes().length;
		const error = await fly.failure({ operation: 'rollBack' });
		expect(error.message).toContain('No machine of app paintbox-api runs its newest release, v3: they run v2');
		expect(error.advice).toContain('choose the release');
		const proven = await fly.run({ operation: 'rollBack', badRelease: 'v3' });
		expect(proven).toMatchObject({ verified: true, state: 'live', version: 'v2', isRollback: false });
		expect(await fly.run({ operation: 'rollBack', badRelease: 'v3', dryRun: true })).toMatchObject({
			dryRun: true,
			plan: { action: 'none', to: 'v2' },
		});
		expect(fly.writes()).toHaveLength(writes);
		expect(await fly.fleet()).toEqual(all('v2 started passing'));
	});

	it('run twice, changes once and proves it the second time', async () => {
		await fly.deploy('v2');
		await fly.deploy('v3');
		const rolledBack = await fly.run({ operation: 'rollBack', badRelease: 'v3' });
		expect(rolledBack).toMatchObject({ verified: true, version: 'v4', isRollback: true });
		const writes = fly.writes().length;
		expect(await fly.run({ operation: 'rollBack', badRelease: 'v3' })).toMatchObject({
			verified: true,
			version: 'v4',
			isRollback: true,
		});
		expect(fly.writes()).toHaveLength(writes);
		for (const id of managed) await fly.control(`/machines/${id}/state`, { state: 'stopped' });
		const dead = await fly.failure({ operation: 'rollBack', badRelease: 'v3', timeoutSeconds: 10 });
		expect(dead.message).toContain('release v4 of app paintbox-api failed');
	});

	it('changes nothing when another release runs by now', async () => {
		await fly.deploy('v2');
		const error = await fly.failure({ operation: 'rollBack', badRelease: 'v1' });
		expect(error.message).toContain('runs v2, not release v1');
		expect(await fly.fleet()).toEqual(all('v2 started passing'));
	});

	it("keeps to the ledger's verified releases", async () => {
		await fly.deploy('v2');
		await fly.deploy('v3');
		expect(await fly.run({ operation: 'rollBack', dryRun: true, verifiedReleases: 'v1' })).toMatchObject({
			plan: { to: 'v1' },
		});
		const error = await fly.failure({ operation: 'rollBack', verifiedReleases: 'v77' });
		expect(error.message).toContain('None of the 2 releases before v3 was verified good');
	});

	it.each(['={{ [] }}', '={{ "" }}', '={{ $json.nothing }}'])(
		'goes nowhere by a list that is given and empty: %s',
		async (verifiedReleases) => {
			await fly.deploy('v2');
			const writes = fly.writes().length;
			const error = await fly.failure({ operation: 'rollBack', verifiedReleases });
			expect(error.message).toContain('None of the 1 releases before v2 was verified good');
			expect(error.advice).toContain('Verified Releases was given, but is empty');
			expect(fly.writes()).toHaveLength(writes);
		},
	);

	it('plans without a change', async () => {
		await fly.deploy('v2');
		const writes = fly.writes().length;
		const plan = await fly.run({ operation: 'rollBack', dryRun: true });
		expect(plan).toMatchObject({
			dryRun: true,
			plan: {
				action: 'rollBack',
				from: 'v2',
				to: 'v1',
				configurationsFrom: { [app1]: 'machine', [app2]: 'machine', [worker]: 'machine' },
			},
		});
		expect(fly.writes()).toHaveLength(writes);
	});

	it('is no success when the old image no longer works', async () => {
		await fly.deploy('v2');
		await fly.deploy('v3');
		for (const id of managed) await fly.control(`/machines/${id}/host`, { status: 'full' });
		const error = await fly.failure({ operation: 'rollBack' });
		expect(error.message).toContain('could not reserve resource');
		expect(await fly.fleet()).toEqual(all('v3 started passing'));
	});

	it('says what to do when there is nothing to go back to', async () => {
		const error = await fly.failure({ operation: 'rollBack' });
		expect(error.message).toContain('There is no release before v1');
		const unknown = await fly.failure({ operation: 'rollBack', release: byId('v99') });
		expect(unknown.message).toContain('has no release "v99"');
	});
});

describe('Get Many, Wait', () => {
	it('lists releases with what is live, and no configuration', async () => {
		await fly.deploy('v2');
		const releases = await fly.items({ operation: 'getMany', simplify: false, returnAll: true });
		expect(releases).toMatchObject([
			{ version: 'v2', live: true, verified: true, state: 'live' },
			{ version: 'v1', live: false, state: 'ready' },
		]);
		expect(JSON.stringify(releases)).not.toContain('LOG_LEVEL');
	});

	it('pages through a long history', async () => {
		const mutation = 'mutation C($input: CreateReleaseInput!) { createRelease(input: $input) { release { id } } }';
		for (let count = 0; count < 60; count++) {
			await fetch(`${fly.sandbox.origin}/fly/graphql`, {
				method: 'POST',
				headers: { Authorization: 'Bearer sandbox-fly-token' },
				body: JSON.stringify({
					query: mutation,
					variables: {
						input: {
							appId: 'paintbox-api',
							image: imageOf('x'),
							definition: {},
							platformVersion: 'machines',
							strategy: 'ROLLING',
						},
					},
				}),
			});
		}
		expect(await fly.items({ operation: 'getMany', returnAll: true })).toHaveLength(61);
		expect(await fly.items({ operation: 'getMany', limit: 7 })).toHaveLength(7);
	});

	it('waits for what a colleague deploys, and tells when it is replaced', async () => {
		expect(await fly.run({ operation: 'wait' })).toMatchObject({ version: 'v1', verified: true, state: 'live' });
		await fly.deploy('v2');
		const error = await fly.failure({ operation: 'wait', release: byId('v1') });
		expect(error.message).toContain('superseded: machines of app paintbox-api already have release v2');
	});

	it('is no success while one machine has another release', async () => {
		await fly.deploy('v2', { processGroups: 'app' });
		const error = await fly.failure({ operation: 'wait', timeoutSeconds: 20 });
		expect(error.message).toContain(`Machine ${worker} (worker) runs deployment`);
		expect(error.message).toContain('the release is complete, so nothing brings it there any more');
	});
});

describe('Pickers', () => {
	it('list apps, machines, releases and images of past releases', async () => {
		await fly.deploy('v2');
		expect((await fly.search('searchApps', 'paint')).results).toMatchObject([{ value: 'paintbox-api' }]);
		expect((await fly.search('searchMachines', 'worker')).results).toMatchObject([{ value: worker }]);
		const releases = (await fly.search('searchReleases')).results;
		expect(releases.map(({ name }) => name.slice(0, 2))).toEqual(['v2', 'v1']);
		const images = (await fly.search('searchImages')).results.map(({ value }) => String(value));
		expect(images[0]).toMatch(new RegExp(`^${imageOf('v2')}@sha256:`));
		expect(images[1]).toBe(imageOf('v1'));
	});
});
