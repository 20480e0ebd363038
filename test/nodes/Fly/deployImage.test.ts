import { useManualClock } from '../../n8n/sandboxClock';
import {
	app1,
	app2,
	deployOf,
	type FlyDriver,
	imageOf,
	listAt,
	managed,
	named,
	textAt,
	unmanaged,
	valueAt,
	worker,
	useFlyDriver,
} from './flyDriver';

const clock = useManualClock();
let fly: FlyDriver;

useFlyDriver(clock, (driver) => (fly = driver));

const healthy = (tag: string, ids: readonly string[] = managed) =>
	Object.fromEntries(ids.map((id) => [id, `${tag} started passing`]));

describe('Rolling', () => {
	it('brings the image to every managed machine, proves it and records it', async () => {
		const before = await fly.machine(unmanaged);
		const release = await fly.deploy('v2');
		expect(release).toMatchObject({
			platform: 'fly',
			target: 'paintbox-api',
			version: 'v2',
			state: 'live',
			live: true,
			verified: true,
			strategy: 'rolling',
			undo: 'notNeeded',
			warnings: [],
			artifact: { kind: 'image', digest: expect.stringMatching(/^sha256:/) },
		});
		expect(await fly.fleet()).toEqual(healthy('v2'));
		expect(await fly.machine(unmanaged)).toEqual(before);
		expect(await fly.releases()).toMatchObject([
			{ version: 2, status: 'complete', metadata: { slipway: { verified: true, kind: 'deploy' } } },
			{ version: 1, status: 'complete' },
		]);
	});

	it('keeps the rest of each configuration and writes it under a lease', async () => {
		const before = valueAt(await fly.machine(app1), 'config');
		await fly.deploy('v2');
		const after = valueAt(await fly.machine(app1), 'config');
		for (const part of ['env', 'services', 'guest', 'init', 'restart']) {
			expect(valueAt(after, part)).toEqual(valueAt(before, part));
		}
		expect(valueAt(after, 'metadata', 'fly_release_version')).toBe('2');
		const updates = fly.requests('POST', /\/machines\/[0-9a-z]+$/);
		expect(updates).toHaveLength(3);
		expect(updates.every(({ headers }) => headers['fly-machine-lease-nonce'])).toBe(true);
	});

	it('begins with one machine of each group alone', async () => {
		await fly.deploy('v2');
		const [first, second, ofWorker] = await Promise.all(
			[app1, app2, worker].map(async (id) => await fly.updatedAt(id)),
		);
		expect(ofWorker).toBe(first);
		expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(10_000);
	});

	it('changes the named process group only', async () => {
		const release = await fly.deploy('v2', { processGroups: 'worker' });
		expect(release).toMatchObject({ verified: true, machines: [{ id: worker }] });
		expect(await fly.fleet()).toEqual({ ...healthy('v1', [app1, app2]), ...healthy('v2', [worker]) });
	});

	it('leaves machines at rest at rest, says so, and gives them the image for their next start', async () => {
		await fly.control(`/machines/${app2}/state`, { state: 'stopped' });
		const release = await fly.deploy('v2');
		expect(release).toMatchObject({
			verified: true,
			warnings: [expect.stringContaining('1 of 2 machines of process group "app" do not run')],
		});
		expect((await fly.fleet())[app2]).toMatch(/^v2 stopped/);
	});

	it.each([
		['before its checks were seen to pass: it is started to show itself', 7_000, 'start'],
		['after they were: it may rest', 20_000, null],
	])(
		"takes a machine that Fly's proxy puts to rest neither for failed nor for proven, %s",
		async (_name, atMs, sends) => {
			await fly.control(`/machines/${app1}/autostop`, {});
			clock.after(atMs, () => void fly.control(`/machines/${app1}/autostop`, { now: true }));
			const release = await fly.deploy('v2', { processGroups: 'app', options: { machineTimeoutSeconds: 120 } });
			expect(release).toMatchObject({ verified: true, state: 'live', undo: 'notNeeded' });
			const starts = fly.requests('POST', new RegExp(`${app1}/start$`));
			expect(starts.length > 0 ? 'start' : null).toBe(sends);
			expect((await fly.fleet())[app1]).toMatch(sends === null ? /^v2 stopped/ : /^v2 started passing/);
		},
	);

	it('does not take a crash of a machine that may be put to rest for rest', async () => {
		await fly.control(`/machines/${app1}/autostop`, {});
		const error = await fly.failure(
			deployOf('crash', { processGroups: 'app', options: { machineTimeoutSeconds: 120 } }),
		);
		expect(error.message).toContain('ended by itself with exit code 1');
	});

	it('pins every machine to the digest that the first one got, wherever the tag moves', async () => {
		clock.after(12_000, () => {
			void fly.control('/images', { ref: imageOf('v2'), digest: `sha256:${'ab'.repeat(32)}` });
		});
		const release = await fly.deploy('v2');
		const digests = listAt(release, 'machines').map((machine) => textAt(machine, 'digest'));
		expect(new Set(digests).size).toBe(1);
		expect(digests[0]).not.toBe(`sha256:${'ab'.repeat(32)}`);
		expect(release).toMatchObject({ verified: true });
	});

	it('says that only the start is shown where a group has no checks', async () => {
		await fly.control('/apps', { name: 'plain', machines: 2, checks: false });
		const release = await fly.run(deployOf('v2', { app: named('plain') }));
		expect(release).toMatchObject({
			verified: true,
			warnings: [expect.stringContaining('has no health check')],
		});
	});

	it('waits for a slow image and for slow checks', async () => {
		const options = { options: { machineTimeoutSeconds: 300 } };
		expect(await fly.deploy('slow', options)).toMatchObject({ verified: true });
		expect(await fly.deploy('slow-checks', options)).toMatchObject({ verified: true });
	});

	it('lets a program end once at its boot, as when its database is not up yet, and watches it anew from then on', async () => {
		const startedAtMs = clock.now();
		const release = await fly.deploy('crash-once', { processGroups: 'worker' });
		expect(release).toMatchObject({ verified: true, state: 'live', undo: 'notNeeded' });
		// Pulled, booted, ended, booted again, and then ten seconds of smoke watch.
		expect(clock.now() - startedAtMs).toBeGreaterThan(18_000);
	});

	it.each(['bluegreen', 'canary'])('lets it end once in %s, too', async (strategy) => {
		expect(await fly.deploy('crash-once', { strategy })).toMatchObject({ verified: true });
	});

	it('lets it never end where no restart is allowed', async () => {
		const error = await fly.failure(
			deployOf('crash-once', { options: { machineTimeoutSeconds: 60, restartsAllowed: 0 } }),
		);
		expect(error.message).toContain('ended by itself with exit code 1');
		expect(error.data).toMatchObject({ undo: 'done' });
	});

	it('does not take the checks that Fly repeats for older clients for checks', async () => {
		await fly.control('/compat-checks', { everywhere: true });
		const release = await fly.deploy('v2', { strategy: 'bluegreen' });
		expect(release).toMatchObject({ verified: true });
		expect(listAt(release, 'machines').map((machine) => textAt(machine, 'checks'))).toEqual(
			Array(3).fill('1 of 1 passing'),
		);
		const error = await fly.failure(deployOf('one-failing', { options: { machineTimeoutSeconds: 30 } }));
		expect(error.message).toContain('0 of 1 checks passing');
	});

	it('survives a lost answer to an update, without a second one', async () => {
		fly.sandbox.addFault({ platform: 'fly', method: 'POST', path: `/v1/apps/*/machines/${app1}`, kind: 'lostReply' });
		expect(await fly.deploy('v2')).toMatchObject({ verified: true });
		expect(await fly.api(`/apps/paintbox-api/machines/${app1}/versions`)).toHaveLength(2);
	});

	it('waits for a lease that its holder no longer prolongs', async () => {
		await fly.control(`/machines/${app1}/lease`, { ttl: 10 });
		expect(await fly.deploy('v2')).toMatchObject({ verified: true });
	});

	it('goes on while Fly does not answer for a moment', async () => {
		fly.sandbox.addFault({
			platform: 'fly',
			method: 'GET',
			path: '/v1/apps/*/machines',
			kind: 'status',
			status: 503,
			times: 3,
		});
		expect(await fly.deploy('v2')).toMatchObject({ verified: true });
	});
});

describe('Immediate, canary and bluegreen', () => {
	it('changes all machines at once', async () => {
		expect(await fly.deploy('v2', { strategy: 'immediate' })).toMatchObject({ verified: true });
		expect(await fly.fleet()).toEqual(healthy('v2'));
	});

	it('claims nothing when it is not to wait', async () => {
		const release = await fly.deploy('v2', { strategy: 'immediate', waitForCompletion: false });
		expect(release).toMatchObject({ verified: false, live: false, state: 'rolling' });
		const waited = await fly.run({
			operation: 'wait',
			release: { __rl: true, mode: 'id', value: String(release.version) },
		});
		expect(waited).toMatchObject({ verified: true, state: 'live', version: 'v2' });
	});

	it('tries a canary of each group, destroys it, and rolls', async () => {
		expect(await fly.deploy('v2', { strategy: 'canary' })).toMatchObject({ verified: true });
		expect(await fly.fleet()).toEqual(healthy('v2'));
		const creates = fly.requests('POST', /\/machines$/);
		expect(creates).toHaveLength(2);
		expect(fly.requests('DELETE', /\/machines\/[0-9a-z]+$/)).toHaveLength(2);
	});

	it('changes nothing when the canary is not well', async () => {
		const error = await fly.failure(deployOf('unhealthy', { strategy: 'canary' }));
		expect(error.message).toContain('Canary: Machine ');
		expect(await fly.fleet()).toEqual(healthy('v1'));
	});

	it('boots a second fleet, switches, and destroys the first', async () => {
		const release = await fly.deploy('v2', { strategy: 'bluegreen' });
		expect(release).toMatchObject({ verified: true, undo: 'notNeeded' });
		const fleet = await fly.fleet();
		expect(Object.values(fleet)).toEqual(Array(3).fill('v2 started passing'));
		expect(Object.keys(fleet).some((id) => managed.includes(id))).toBe(false);
		const machines = await fly.api('/apps/paintbox-api/machines');
		const cordoned = listAt({ machines }, 'machines').filter((machine) => valueAt(machine, 'cordoned') === true);
		expect(cordoned.filter((machine) => textAt(machine, 'state') === 'started')).toEqual([]);
		// None is let in before all are healthy, none of the old ones taken out before the new ones are in.
		const order = fly.writes().map(({ path }) => path.split('/').at(-1) ?? '');
		expect(order.lastIndexOf('machines')).toBeLessThan(order.indexOf('uncordon'));
		expect(order.lastIndexOf('uncordon')).toBeLessThan(order.indexOf('cordon'));
		expect(order.lastIndexOf('cordon')).toBeLessThan(order.indexOf('stop'));
	});

	it('refuses bluegreen without a check, before anything is done', async () => {
		await fly.control('/apps', { name: 'plain', machines: 2, checks: false });
		const error = await fly.failure(deployOf('v2', { app: named('plain'), strategy: 'bluegreen' }));
		expect(error.message).toContain('Bluegreen needs a health check, and process group "app" of app plain has none');
		expect(error.advice).toContain('Add one in fly.toml');
		expect(fly.writes()).toEqual([]);
	});
});

describe('Release command', () => {
	const command = { releaseCommand: 'node migrate.js --to "latest one"' };

	it('runs once on a machine of its own, which is removed, before the others are changed', async () => {
		expect(await fly.deploy('v2', command)).toMatchObject({ verified: true });
		const [create] = fly.requests('POST', /\/machines$/);
		expect(JSON.stringify(create?.body)).toContain('latest one');
		expect(await fly.fleet()).toEqual(healthy('v2'));
	});

	it('stops the release when it fails, with nothing changed', async () => {
		const error = await fly.failure(deployOf('release-fails', command));
		expect(error.message).toContain(
			'The release command failed, and no machine was changed: it ended with exit code 1',
		);
		expect(await fly.fleet()).toEqual(healthy('v1'));
		expect(await fly.releases()).toMatchObject([{ status: 'failed' }, {}]);
	});
});

describe('Dry run', () => {
	it.each(['rolling', 'canary', 'bluegreen', 'immediate'])('of %s plans and changes nothing', async (strategy) => {
		const plan = await fly.deploy('v2', { strategy, dryRun: true });
		expect(plan).toMatchObject({
			dryRun: true,
			verified: false,
			plan: { action: 'deployImage', strategy, image: imageOf('v2') },
			machines: managed.map((id) => ({ id })),
			current: { version: 'v1' },
		});
		expect(fly.writes()).toEqual([]);
	});
});

describe('Bad input', () => {
	it.each([
		[{ image: named('Registry.fly.io/Paintbox:v1') }, 'small letters', 'registry/repository:tag'],
		[{ image: named('https://registry.fly.io/paintbox-api:v1') }, 'starts with a protocol', 'registry/repository:tag'],
		[{ image: named('paintbox-api@sha256:abc') }, '64 hexadecimal digits', 'registry/repository:tag'],
		[{ processGroups: 'web' }, 'has no process group "web"', 'app, worker'],
		[{ app: named('no such app') }, 'is not a valid name for a Fly.io app', 'Choose the app'],
		[{ app: named('nowhere') }, 'app not found', 'Choose it from the list'],
		[{ options: { maxUnavailable: 0 } }, 'Max Unavailable is 0', 'such as 0.33'],
		[{ timeoutSeconds: 0 }, 'Timeout (Seconds) must be a number', 'Correct Timeout'],
	])('%j is refused with what to do', async (parameters, message, advice) => {
		const error = await fly.failure(deployOf('v2', parameters));
		expect(error.message).toContain(message);
		expect(error.advice).toContain(advice);
		expect(error.everything).not.toContain('sandbox-fly-token');
		expect(fly.writes()).toEqual([]);
	});

	it('a wrong token is told apart, and not repeated', async () => {
		const error = await fly.failure(deployOf('v2'), 'planted-fly-token');
		expect(error.advice).toContain('fly tokens create');
		expect(error.everything).not.toContain('planted-fly-token');
	});

	it('a macaroon token goes after its own word', async () => {
		expect(await fly.deploy('v2', { dryRun: true })).toMatchObject({ dryRun: true });
		expect(await fly.run(deployOf('v2', { dryRun: true }), ' FlyV1 sandbox-fly-token ')).toMatchObject({
			dryRun: true,
		});
	});

	it('an app without managed machines is not touched', async () => {
		await fly.control('/apps', { name: 'empty' });
		const error = await fly.failure(deployOf('v2', { app: named('empty') }));
		expect(error.message).toContain("no machines that Fly's app platform manages");
	});
});
