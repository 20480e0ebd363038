import type { INodeParameters } from 'n8n-workflow';

import { useManualClock } from '../../n8n/sandboxClock';
import { app1, app2, deployOf, FlyDriver, listAt, managed, named, textAt, valueAt, worker } from './flyDriver';

const clock = useManualClock();
let fly: FlyDriver;

beforeAll(async () => {
	fly = await FlyDriver.start(clock);
});
beforeEach(async () => await fly.reset());
afterAll(async () => {
	expect(fly.recorder.violations()).toEqual([]);
	await fly.sandbox.close();
});

const asBefore = Object.fromEntries(managed.map((id) => [id, 'v1 started passing']));
const list = { platform: 'fly', method: 'GET', path: '/v1/apps/*/machines' } as const;
/** From the fourth look at the fleet on, so that a rollout is under way by then. */
const midway = { afterRequests: 3 } as const;
const unauthorized = { kind: 'status', status: 401, body: { error: 'unauthorized' } } as const;

describe('A rollout whose end could not be seen', () => {
	it.each<[string, INodeParameters, () => unknown]>([
		[
			'because the token was taken back',
			{},
			() => fly.sandbox.addFault({ ...list, ...midway, ...unauthorized, times: 'always' }),
		],
		[
			'because the token was taken back, for every call',
			{},
			() => {
				for (const method of ['GET', 'POST', 'DELETE']) {
					fly.sandbox.addFault({
						platform: 'fly',
						method,
						path: '/v1/**',
						...unauthorized,
						times: 'always',
						afterRequests: method === 'GET' ? 3 : 4,
					});
				}
			},
		],
		[
			'because Fly answered 502 until the deadline',
			{ timeoutSeconds: 60 },
			() => fly.sandbox.addFault({ ...list, ...midway, kind: 'status', status: 502, times: 'always' }),
		],
		[
			'because its answers were cut off',
			{ timeoutSeconds: 60 },
			() => fly.sandbox.addFault({ ...list, ...midway, kind: 'malformed', times: 'always' }),
		],
		[
			'because nothing answered',
			{ timeoutSeconds: 60 },
			() => fly.sandbox.addFault({ ...list, ...midway, kind: 'reset', times: 'always' }),
		],
		[
			'because a host did not answer',
			{},
			() => clock.after(3_000, () => void fly.control(`/machines/${app1}/host`, { status: 'unreachable' })),
		],
		[
			'in a bluegreen deploy',
			{ strategy: 'bluegreen' },
			() => fly.sandbox.addFault({ ...list, ...midway, ...unauthorized, times: 'always' }),
		],
		[
			'of a canary',
			{ strategy: 'canary' },
			() => fly.sandbox.addFault({ ...list, ...midway, ...unauthorized, times: 'always' }),
		],
	])('is unknown, not failed, %s', async (_name, parameters, arrange) => {
		arrange();
		const error = await fly.failure(deployOf('v2', parameters));
		expect(error.data).toMatchObject({
			release: { state: 'unknown', live: false, verified: false },
			undo: 'incomplete',
		});
		expect(error.message).toContain('It is not known how Fly.io release v2 of app paintbox-api');
		expect(error.advice).toContain('may still serve');
		expect(error.everything).not.toContain('sandbox-fly-token');
	});

	it('says which leases were not given back', async () => {
		fly.sandbox.addFault({ ...list, ...midway, ...unauthorized, times: 'always' });
		fly.sandbox.addFault({
			platform: 'fly',
			method: 'DELETE',
			path: '/v1/apps/*/machines/*/lease',
			...unauthorized,
			times: 'always',
		});
		const error = await fly.failure(deployOf('v2'));
		expect(error.message).toMatch(
			new RegExp(`The lease of machine (${app1}|${worker}) was not given back and runs out in 13 s`),
		);
	});

	it('is returned with that state when the node shall go on', async () => {
		fly.sandbox.addFault({ ...list, ...midway, ...unauthorized, times: 'always' });
		const release = await fly.deploy('v2', { onBadEnd: 'return' });
		expect(release).toMatchObject({ state: 'unknown', live: false, verified: false, undo: 'incomplete' });
	});
});

describe('A rollout that could be reverted', () => {
	it.each<[string, INodeParameters, () => unknown, RegExp]>([
		[
			'after a time in which Fly answered 502',
			{ timeoutSeconds: 40 },
			() => fly.sandbox.addFault({ ...list, ...midway, kind: 'status', status: 502, times: 60 }),
			/the time was up.*502/,
		],
		[
			'after cut-off answers',
			{ timeoutSeconds: 40 },
			() => fly.sandbox.addFault({ ...list, ...midway, kind: 'malformed', times: 60 }),
			/the time was up.*not JSON/,
		],
		[
			'after a token that was refused once',
			{},
			() => fly.sandbox.addFault({ ...list, ...midway, ...unauthorized, times: 1 }),
			/401/,
		],
	])('has failed, and the machines have what they had, %s', async (_name, parameters, arrange, says) => {
		arrange();
		const error = await fly.failure(deployOf('v2', parameters));
		expect(error.message).toMatch(says);
		expect(error.data).toMatchObject({ release: { state: 'failed' }, undo: 'done' });
		clock.advance(20_000);
		expect(await fly.fleet()).toEqual(asBefore);
		expect(await fly.leased()).toEqual([]);
	});

	it('was cancelled, when the execution was stopped', async () => {
		const stop = new AbortController();
		clock.after(16_000, () => stop.abort());
		const error = await fly.failure(deployOf('v2'), undefined, stop.signal);
		expect(error.data).toMatchObject({ release: { state: 'cancelled' }, undo: 'done' });
		expect(await fly.fleet()).toEqual(asBefore);
	});
});

describe('A rollout survives', () => {
	it.each<[string, () => unknown]>([
		['cut-off answers to its looks', () => fly.sandbox.addFault({ ...list, ...midway, kind: 'malformed', times: 7 })],
		['a minute of 503', () => fly.sandbox.addFault({ ...list, ...midway, kind: 'status', status: 503, times: 40 })],
		[
			'a lease whose answer was lost',
			() =>
				fly.sandbox.addFault({
					platform: 'fly',
					method: 'POST',
					path: `/v1/apps/*/machines/${app1}/lease`,
					kind: 'lostReply',
				}),
		],
		[
			'a last look that fails',
			() => fly.sandbox.addFault({ ...list, afterRequests: 24, kind: 'status', status: 503, times: 8 }),
		],
		[
			'a cut-off answer to an update, which was carried out',
			() =>
				fly.sandbox.addFault({
					platform: 'fly',
					method: 'POST',
					path: `/v1/apps/*/machines/${app1}`,
					kind: 'lostReply',
				}),
		],
	])('%s', async (_name, arrange) => {
		arrange();
		expect(await fly.deploy('v2', { options: { machineTimeoutSeconds: 300 } })).toMatchObject({ verified: true });
		expect(await fly.api(`/apps/paintbox-api/machines/${app1}/versions`)).toHaveLength(2);
	});
});

describe('The revert', () => {
	it('goes on past a machine that refuses, and names it', async () => {
		await fly.control('/apps', { name: 'five', machines: 5 });
		const ids = listAt({ all: await fly.api('/apps/five/machines') }, 'all').map(
			(machine) => textAt(machine, 'id') ?? '',
		);
		const [first = '', , , , last = ''] = ids;
		// The last one does not take the image; by then the first one's host takes nothing any more.
		await fly.control(`/machines/${last}/host`, { status: 'full' });
		clock.after(14_000, () => void fly.control(`/machines/${first}/host`, { status: 'disabled' }));
		const error = await fly.failure(
			deployOf('v2', { app: named('five'), image: named('registry.fly.io/five:v2'), options: { maxUnavailable: 1 } }),
		);
		expect(error.data).toMatchObject({ undo: 'incomplete' });
		expect(error.message).toMatch(
			new RegExp(`Not everything could be reverted: Machine ${first} .*temporarily disabled`),
		);
		clock.advance(20_000);
		const fleet = await fly.fleet('five');
		expect(
			Object.entries(fleet)
				.filter(([, words]) => words.startsWith('v2'))
				.map(([id]) => id),
		).toEqual([first]);
		expect(Object.values(fleet).filter((words) => words === 'v1 started passing')).toHaveLength(4);
	});

	it('names each machine that stays behind', async () => {
		await fly.control(`/machines/${app2}/host`, { status: 'full' });
		clock.after(11_000, () => {
			void fly.control(`/machines/${app1}/host`, { status: 'disabled' });
			void fly.control(`/machines/${worker}/lease`, { ttl: 3600 });
		});
		const error = await fly.failure(deployOf('v2'));
		expect(error.message).toMatch(new RegExp(`${app1} .*temporarily disabled`));
		expect(error.message).toMatch(new RegExp(`${worker} .*lease currently held`));
	});
});

describe('Secrets', () => {
	const set = { resource: 'secret', operation: 'set', specifySecrets: 'json', secretsJson: '{"A":"planted-secret-1"}' };

	it('are said to be set, though nobody can see who has them', async () => {
		fly.sandbox.addFault({ ...list, ...midway, ...unauthorized, times: 'always' });
		const error = await fly.failure(set);
		expect(error.message).toContain('are set (version 1), but not every machine has them');
		expect(error.message).toContain('What runs now could not be read');
		expect(error.everything).not.toContain('planted-secret');
	});

	it('that are unset in part are named', async () => {
		await fly.run({ ...set, secretsJson: '{"A":"planted-secret-1","B":"planted-secret-2"}', apply: 'stage' });
		fly.sandbox.addFault({
			platform: 'fly',
			method: 'DELETE',
			path: '/v1/apps/*/secrets/B',
			kind: 'status',
			status: 403,
			body: { error: 'no' },
		});
		const error = await fly.failure({ resource: 'secret', operation: 'unset', names: 'A, B', apply: 'stage' });
		expect(error.message).toContain('Secret B of app paintbox-api was not unset');
		expect(error.message).toContain('These are unset, and staged: A');
	});
});

describe('A restart whose answer is lost', () => {
	const restart = { resource: 'machine', operation: 'restart', machine: { __rl: true, mode: 'id', value: app1 } };

	it('is looked up, not repeated', async () => {
		fly.sandbox.addFault({ platform: 'fly', method: 'POST', path: '/v1/apps/*/machines/*/restart', kind: 'lostReply' });
		expect(await fly.run(restart)).toMatchObject({ state: 'started' });
		const events = listAt(await fly.machine(app1), 'events').filter((event) => textAt(event, 'type') === 'restart');
		expect(events).toHaveLength(1);
	});

	it('that was not carried out is not called done', async () => {
		fly.sandbox.addFault({ platform: 'fly', method: 'POST', path: '/v1/apps/*/machines/*/restart', kind: 'reset' });
		const error = await fly.failure(restart);
		expect(error.message).toContain('did not confirm the restart');
		expect(error.advice).toContain('It may restart yet');
	});
});

describe('A wait for what can no longer come', () => {
	it('ends at once for a release that is complete, and runs nowhere', async () => {
		await fly.deploy('v2', { processGroups: 'app' });
		const atMs = clock.now();
		const error = await fly.failure({ operation: 'wait', timeoutSeconds: 1800 });
		expect(clock.now() - atMs).toBeLessThan(5_000);
		expect(error.message).toContain('the release is complete, so nothing brings it there any more');
	});

	it('ends at once in Roll Back, too, when what it would show has died', async () => {
		await fly.deploy('v2');
		await fly.deploy('v3');
		await fly.run({ operation: 'rollBack', badRelease: 'v3' });
		for (const id of managed) await fly.control(`/machines/${id}/state`, { state: 'stopped' });
		const atMs = clock.now();
		const error = await fly.failure({ operation: 'rollBack', badRelease: 'v3', timeoutSeconds: 1800 });
		expect(clock.now() - atMs).toBeLessThan(5_000);
		expect(error.message).toContain('none of the 3 machines of app paintbox-api runs');
	});

	it('ends for a machine whose program has given up', async () => {
		const config = valueAt(await fly.machine(worker), 'config') as object;
		await fly.api(`/apps/paintbox-api/machines/${worker}`, {
			config: { ...config, image: 'registry.fly.io/paintbox-api:crash', restart: { policy: 'no' } },
		});
		clock.advance(20_000);
		const error = await fly.failure({
			resource: 'machine',
			operation: 'wait',
			machine: { __rl: true, mode: 'id', value: worker },
			timeoutSeconds: 1800,
		});
		expect(error.message).toContain(
			'is stopped after its program ended by itself with exit code 1, and does not become healthy from there',
		);
	});
});
