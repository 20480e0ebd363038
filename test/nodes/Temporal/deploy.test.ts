import { useManualClock } from '../../n8n/sandboxClock';
import { named, TemporalDriver, v1, v2 } from './temporalDriver';

const clock = useManualClock();
let temporal: TemporalDriver;

beforeAll(async () => {
	temporal = await TemporalDriver.start(clock);
});
beforeEach(async () => await temporal.renew());
afterEach(() => expect(temporal.recorder.violations()).toEqual([]));
afterAll(async () => await temporal.sandbox.close());

const v2Current = { currentVersion: 'nanda.v2', rampingVersion: undefined, rampingVersionPercentage: undefined };
const v1Current = { ...v2Current, currentVersion: 'nanda.v1' };

describe('Deploy', () => {
	it('makes a version current whose workers poll, and sees that they do', async () => {
		await temporal.startWorker(v2);
		const deployment = await temporal.run(temporal.deployOf(v2));
		expect(deployment).toMatchObject({
			platform: 'temporal',
			target: 'default/nanda',
			id: v2,
			state: 'live',
			live: true,
			verified: true,
			previous: v1,
			workers: [expect.stringContaining('worker-')],
		});
		expect(await temporal.routing()).toEqual(v2Current);
		expect(temporal.writes()).toHaveLength(1);
	});

	it('is done once: a second time nothing is written, and the same comes out', async () => {
		await temporal.startWorker(v2);
		await temporal.run(temporal.deployOf(v2));
		const before = temporal.writes().length;
		expect(await temporal.run(temporal.deployOf(v2))).toMatchObject({ id: v2, verified: true, previous: null });
		expect(temporal.writes()).toHaveLength(before);
	});

	it('waits for workers that come late', async () => {
		temporal.later(
			30_000,
			async () => await temporal.control('/workers', { deployment: 'nanda', buildId: v2, taskQueue: 'nanda-q' }),
		);
		expect(await temporal.run(temporal.deployOf(v2))).toMatchObject({ id: v2, verified: true });
	});

	it('fails for a version without pollers, says so, and changes nothing', async () => {
		const failed = await temporal.failure(temporal.deployOf(v2, { workersWithinSeconds: 60 }));
		expect(failed.message).toMatch(
			/failed: Build v2 cannot take workflows: no worker of it has polled yet. Nothing was changed/,
		);
		expect(failed.advice).toMatch(/Start its workers/);
		expect(await temporal.routing()).toEqual(v1Current);
		expect(temporal.writes()).toHaveLength(0);
	});

	it('is queued, not failed, where its workers may still come when the time is up', async () => {
		const deployment = await temporal.run(temporal.deployOf(v2, { timeoutSeconds: 20, onBadEnd: 'return' }));
		expect(deployment).toMatchObject({ id: v2, state: 'queued', verified: false, ok: false });
		const limited = { timeoutSeconds: 20, putResultInField: 'published' };
		expect(await temporal.run(temporal.deployOf(v2, limited))).toMatchObject({
			published: { state: 'queued', error: { advice: expect.stringContaining('Deploy the same build again') } },
		});
		expect(await temporal.routing()).toEqual(v1Current);
	});

	it('fails once the time for the workers is up, counted from when it was begun', async () => {
		const begunAt = new Date(clock.now() - 700_000).toISOString();
		const deployment = await temporal.run(temporal.deployOf(v2, { begunAt, onBadEnd: 'return' }));
		expect(deployment).toMatchObject({ state: 'failed', verified: false });
	});

	it('does not take workers for there that stopped a minute ago, though the server lists them and would accept them', async () => {
		await temporal.startWorker(v2);
		await temporal.stopWorkers(v2);
		clock.advance(90_000);
		const failed = await temporal.failure(temporal.deployOf(v2, { workersWithinSeconds: 30 }));
		expect(failed.message).toMatch(/none of its workers polls any more/);
		expect(await temporal.routing()).toEqual(v1Current);
		// What the server itself says to it.
		expect(await temporal.call('set-current-version', { buildId: v2 })).toMatchObject({ status: 200 });
	});

	it('waits for each task queue that was named', async () => {
		await temporal.startWorker(v2);
		const failed = await temporal.failure(
			temporal.deployOf(v2, { taskQueues: 'nanda-q, mail-q', workersWithinSeconds: 20 }),
		);
		expect(failed.message).toMatch(/no live worker of it polls mail-q/);
	});

	it('leaves a task queue alone in which work waits, and does so only when told', async () => {
		await temporal.startWorker(v1, 'old-q');
		await temporal.startWorker(v2);
		const start = {
			resource: 'workflow',
			operation: 'start',
			newWorkflowId: 'w-1',
			workflowType: 'waits',
			taskQueue: 'old-q',
		};
		await temporal.run(start);
		const failed = await temporal.failure(temporal.deployOf(v2));
		expect(failed.message).toMatch(/missing active task queues/);
		expect(failed.advice).toMatch(/Ignore Missing Task Queues/);
		expect(await temporal.routing()).toEqual(v1Current);
		expect(await temporal.run(temporal.deployOf(v2, { ignoreMissingTaskQueues: true }))).toMatchObject({
			verified: true,
		});
	});

	it.each([
		['an empty one', '', /Version is empty/],
		['one with a slash', 'a/b', /holds a slash/],
		['a reserved one', '__v', /two underscores/],
	])('refuses %s as a build ID before any call', async (_what, buildId, words) => {
		const before = temporal.sandbox.requests({ platform: 'temporal' }).length;
		expect((await temporal.failure(temporal.deployOf(buildId))).message).toMatch(words);
		expect(temporal.sandbox.requests({ platform: 'temporal' })).toHaveLength(before);
	});

	it('says of Temporal Cloud that it serves no worker deployments over HTTP, before any call', async () => {
		const failed = await temporal.failure(temporal.deployOf(v2), {
			baseUrl: 'https://candlefish.a1b2c.tmprl.cloud:7233',
		});
		expect(failed.message).toMatch(/Temporal Cloud serves neither workflows nor worker deployments over HTTP/);
		expect(failed.advice).toMatch(/ECS/);
	});

	it('plans without a change', async () => {
		await temporal.startWorker(v2);
		const plan = await temporal.run(temporal.deployOf(v2, { ramp: '10% 60s', dryRun: true }));
		expect(plan).toMatchObject({
			dryRun: true,
			verified: false,
			plan: { action: 'deploy', ramp: [10] },
			current: { id: v1 },
		});
		expect(temporal.writes()).toHaveLength(0);
	});
});

describe('Deploy with a ramp', () => {
	const ramped = (more = {}) => temporal.deployOf(v2, { ramp: '10% 20s, 50% 20s', ...more });

	it('gives it its shares one after the other, then all', async () => {
		await temporal.startWorker(v2);
		const startedAt = clock.now();
		expect(await temporal.run(ramped())).toMatchObject({ verified: true });
		expect(clock.now() - startedAt).toBeGreaterThanOrEqual(40_000);
		const bodies = temporal.writes().map(({ path, body }) => [path.split('/').at(-1), JSON.stringify(body)]);
		expect(bodies.map(([action]) => action)).toEqual([
			'set-ramping-version',
			'set-ramping-version',
			'set-current-version',
		]);
		expect(await temporal.routing()).toEqual(v2Current);
	});

	it('is followed by the next run where it was, when the time is up', async () => {
		await temporal.startWorker(v2);
		const first = await temporal.run(ramped({ timeoutSeconds: 5, onBadEnd: 'return' }));
		expect(first).toMatchObject({ state: 'rolling', verified: false, id: v2 });
		expect(await temporal.run({ operation: 'getLive' })).toMatchObject({
			deploymentId: v1,
			underWay: { deploymentId: v2 },
		});
		clock.advance(16_000);
		const before = temporal.writes().length;
		expect(await temporal.run(ramped({ onlyFollow: true }))).toMatchObject({ verified: true, state: 'live' });
		// 50 % and current: the first share counts on.
		expect(temporal.writes()).toHaveLength(before + 2);
	});

	it('goes back when its workers die meanwhile', async () => {
		await temporal.startWorker(v2);
		temporal.later(5_000, async () => await temporal.stopWorkers(v2));
		const failed = await temporal.failure(temporal.deployOf(v2, { ramp: '10% 5m', timeoutSeconds: 400 }));
		expect(failed.message).toMatch(/rolled back: At 10 %, none of its workers polls any more, so its ramp was ended/);
		expect(await temporal.routing()).toEqual(v1Current);
	});

	it.each([
		[
			'ends its ramp',
			async () => await temporal.control('/ramps', { deployment: 'nanda' }),
			/somebody ended the ramp/,
			v1Current,
		],
		[
			'makes another version current',
			async () =>
				await temporal.call('set-current-version', { buildId: 'v3', identity: 'somebody', allowNoPollers: true }),
			/somebody made build v3 current/,
			{ currentVersion: 'nanda.v3', rampingVersion: 'nanda.v2', rampingVersionPercentage: 10 },
		],
	])('stops where somebody %s', async (_what, act, words, left) => {
		await temporal.startWorker(v2);
		temporal.later(8_000, act);
		const failed = await temporal.failure(temporal.deployOf(v2, { ramp: '10% 60s' }));
		expect(failed.message).toMatch(words);
		expect(failed.data).toMatchObject({ release: { state: 'superseded', live: false } });
		expect(await temporal.routing()).toEqual(left);
	});

	it('does not begin while another version ramps', async () => {
		await temporal.startWorker(v2);
		await temporal.startWorker('v3');
		await temporal.control('/ramps', { deployment: 'nanda', buildId: 'v3', percentage: 20 });
		const failed = await temporal.failure(temporal.deployOf(v2));
		expect(failed.message).toMatch(/build v3 takes 20 % of the new workflows/i);
		expect(await temporal.routing()).toMatchObject({ currentVersion: 'nanda.v1', rampingVersion: 'nanda.v3' });
	});

	it.each(['10', '0% 5s', '50% 5s, 20% 5s', '100%'])('refuses "%s"', async (ramp) => {
		expect((await temporal.failure(temporal.deployOf(v2, { ramp }))).message).toMatch(/Ramp cannot be used/);
	});
});

describe('Deploy with a check', () => {
	const checked = (checkWorkflow: string, more = {}) =>
		temporal.deployOf(v2, { checkWorkflow, checkRunKey: 'r-1', ...more });

	it('runs it on the new version alone, and once', async () => {
		await temporal.startWorker(v2);
		expect(await temporal.run(checked('deploymentCheck@nanda-q'))).toMatchObject({ verified: true });
		const state = temporal.sandbox.state().temporal as { namespaces: Array<{ workflows: unknown[] }> };
		expect(state.namespaces[0]?.workflows).toEqual([
			expect.objectContaining({
				workflowId: 'slipway-check-nanda-v2-deploymentCheck-r-1',
				status: 'COMPLETED',
				buildId: v2,
			}),
		]);
	});

	it('changes nothing when it fails', async () => {
		await temporal.startWorker(v2);
		const failed = await temporal.failure(checked('failsAlways@nanda-q'));
		expect(failed.message).toMatch(
			/The check failsAlways \(workflow slipway-check-nanda-v2-failsAlways-r-1\) failed on build v2: The workers are not healthy/,
		);
		expect(await temporal.routing()).toEqual(v1Current);
		expect(temporal.writes()).toHaveLength(0);
	});

	it('is followed when the time is up, and not started anew', async () => {
		await temporal.startWorker(v2);
		const first = await temporal.run(checked('waitsForOk@nanda-q', { timeoutSeconds: 5, onBadEnd: 'return' }));
		expect(first).toMatchObject({ state: 'rolling', verified: false });
		await temporal.run({
			resource: 'workflow',
			operation: 'signal',
			workflowId: named('slipway-check-nanda-v2-waitsForOk-r-1'),
			signal: 'ok',
		});
		expect(await temporal.run(checked('waitsForOk@nanda-q'))).toMatchObject({ verified: true });
		const starts = temporal.sandbox
			.requests({ platform: 'temporal' })
			.filter(({ method, path }) => method === 'POST' && /\/workflows\/[^/]+$/.test(path));
		expect(starts).toHaveLength(1);
	});

	it('says which task queue the version does not poll', async () => {
		await temporal.startWorker(v2);
		const failed = await temporal.failure(checked('deploymentCheck@other-q'));
		expect(failed.message).toMatch(/Pinned version 'nanda:v2' is not present in task queue 'other-q'/);
		expect(failed.advice).toMatch(/No worker of this version polls that task queue/);
	});

	it('refuses one without a task queue', async () => {
		expect((await temporal.failure(checked('deploymentCheck'))).message).toMatch(/names no task queue/);
	});
});
