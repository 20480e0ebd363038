import { useManualClock } from '../../n8n/sandboxClock';
import { named, TemporalDriver, v1, v2 } from './temporalDriver';

const clock = useManualClock();
let temporal: TemporalDriver;

beforeAll(async () => {
	temporal = await TemporalDriver.start(clock);
});
beforeEach(async () => {
	await temporal.renew();
	await temporal.startWorker(v2);
});
afterEach(() => expect(temporal.recorder.violations()).toEqual([]));
afterAll(async () => await temporal.sandbox.close());

const rollBackOf = (more = {}) => ({ operation: 'rollBack', timeoutSeconds: 60, waitForCompletion: true, ...more });
const deployed = async (buildId: string) => {
	clock.advance(10_000);
	await temporal.run(temporal.deployOf(buildId));
};

describe('Roll Back', () => {
	it('makes the version before current again, and sees that its workers are there', async () => {
		await deployed(v2);
		const deployment = await temporal.run(rollBackOf({ badBuildId: v2 }));
		expect(deployment).toMatchObject({ id: v1, state: 'live', verified: true, previous: v2 });
		expect(await temporal.routing()).toMatchObject({ currentVersion: 'nanda.v1' });
	});

	it('is done once: the second time what is current is the answer', async () => {
		await deployed(v2);
		await temporal.run(rollBackOf({ badBuildId: v2 }));
		const before = temporal.writes().length;
		expect(await temporal.run(rollBackOf({ badBuildId: v2 }))).toMatchObject({ id: v1, verified: true });
		expect(temporal.writes()).toHaveLength(before);
	});

	it('goes only to what was verified, the newest of them first', async () => {
		await temporal.startWorker('v3');
		await deployed(v2);
		await deployed('v3');
		expect(await temporal.run(rollBackOf({ badBuildId: 'v3', verifiedReleases: ['v1'] }))).toMatchObject({ id: v1 });
		const failed = await temporal.failure(rollBackOf({ verifiedReleases: '={{ [] }}' }));
		expect(failed.message).toMatch(/cannot be rolled back/);
	});

	it('goes to the version that was named', async () => {
		await temporal.startWorker('v3');
		await deployed(v2);
		await deployed('v3');
		expect(await temporal.run(rollBackOf({ rollBackTo: named(v1) }))).toMatchObject({ id: v1, verified: true });
		const failed = await temporal.failure(rollBackOf({ rollBackTo: named('v9') }));
		expect(failed.message).toMatch(/It has no version v9/);
	});

	it('ends the ramp of a version that never became current, and leaves what is', async () => {
		await temporal.run(temporal.deployOf(v2, { ramp: '10% 5m', timeoutSeconds: 5, onBadEnd: 'return' }));
		const deployment = await temporal.run(rollBackOf({ badBuildId: v2, endRamp: true }));
		expect(deployment).toMatchObject({ id: v1, verified: true });
		expect(await temporal.routing()).toMatchObject({ currentVersion: 'nanda.v1', rampingVersion: undefined });
	});

	it('leaves all as it is where another version is current by now', async () => {
		await temporal.startWorker('v3');
		await deployed(v2);
		await deployed('v3');
		const failed = await temporal.failure(rollBackOf({ badBuildId: v2 }));
		expect(failed.message).toMatch(/Build v3 is current, not v2, so it was not rolled back/);
		expect(await temporal.routing()).toMatchObject({ currentVersion: 'nanda.v3' });
	});

	it('does not go back to a version that nobody runs any more, unless it is told to', async () => {
		await deployed(v2);
		await temporal.stopWorkers(v1);
		clock.advance(100_000);
		const failed = await temporal.failure(rollBackOf({ badBuildId: v2 }));
		expect(failed.message).toMatch(/was not rolled back to build v1: none of its workers polls any more/);
		expect(failed.advice).toMatch(/Even Without Workers/);
		expect(await temporal.routing()).toMatchObject({ currentVersion: 'nanda.v2' });
		const forced = await temporal.run(rollBackOf({ badBuildId: v2, evenWithoutWorkers: true, onBadEnd: 'return' }));
		expect(forced).toMatchObject({ id: v1, verified: false, state: 'ready' });
		expect(await temporal.routing()).toMatchObject({ currentVersion: 'nanda.v1' });
	});

	it('does not go on over what somebody made current meanwhile', async () => {
		await temporal.startWorker('v3');
		await deployed(v2);
		await temporal.stopWorkers(v1);
		clock.advance(100_000);
		temporal.later(
			5_000,
			async () => await temporal.call('set-current-version', { buildId: 'v3', identity: 'somebody' }),
		);
		temporal.later(
			8_000,
			async () => await temporal.control('/workers', { deployment: 'nanda', buildId: v1, taskQueue: 'nanda-q' }),
		);
		const failed = await temporal.failure(rollBackOf({ badBuildId: v2 }));
		expect(failed.message).toMatch(/build v3 was made current meanwhile/);
		expect(await temporal.routing()).toMatchObject({ currentVersion: 'nanda.v3' });
	});

	it.each(['lostReply', 'reset', 'malformed'])('ends well when the answer meets %s', async (kind) => {
		await deployed(v2);
		temporal.fault({ method: 'POST', path: '/api/v1/namespaces/*/worker-deployments/*/set-current-version', kind });
		expect(await temporal.run(rollBackOf({ badBuildId: v2 }))).toMatchObject({ id: v1, verified: true, previous: v2 });
	});

	it('goes onto a version that has drained', async () => {
		await deployed(v2);
		clock.advance(400_000);
		expect(await temporal.run({ operation: 'getVersions' }).catch(() => null)).toBeNull();
		expect(await temporal.run(rollBackOf({ badBuildId: v2 }))).toMatchObject({ id: v1, verified: true });
	});

	it('plans without a change', async () => {
		await deployed(v2);
		const before = temporal.writes().length;
		expect(await temporal.run(rollBackOf({ badBuildId: v2, dryRun: true }))).toMatchObject({
			dryRun: true,
			plan: { action: 'rollBack', buildId: v1 },
			current: { id: v2 },
		});
		expect(temporal.writes()).toHaveLength(before);
	});
});

describe('Set Current Version and Ramp', () => {
	it('goes by a token of an earlier look: nothing is changed when somebody wrote since', async () => {
		const { conflictToken } = await temporal.call();
		await temporal.call('set-ramping-version', { buildId: v2, percentage: 5, identity: 'somebody' });
		const set = { operation: 'setCurrentVersion', buildId: named(v2), conflictToken: String(conflictToken) };
		const failed = await temporal.failure(set);
		expect(failed.message).toMatch(/was changed since the conflict token was read: build v1 is current/);
		expect(await temporal.routing()).toMatchObject({ currentVersion: 'nanda.v1' });
		const { conflictToken: fresh } = await temporal.call();
		expect(await temporal.run({ ...set, conflictToken: String(fresh) })).toMatchObject({ id: v2, verified: true });
	});

	it.each([
		['version', named('v9'), named('nanda'), /build ID 'v9' not found/],
		['deployment', named(v2), named('other'), /There is no worker deployment "other"/],
	])('says that there is no such %s', async (_what, buildId, workerDeployment, words) => {
		const failed = await temporal.failure({ operation: 'setCurrentVersion', buildId, workerDeployment });
		expect(failed.message).toMatch(words);
		expect(failed.advice).toMatch(/polls|polled/);
	});

	it('gives a share, changes it and takes it away', async () => {
		const ramp = (percentage: number) => ({ operation: 'ramp', buildId: named(v2), percentage });
		expect(await temporal.run(ramp(12.5))).toMatchObject({ rampingBuildId: v2, rampingPercentage: 12.5 });
		expect(await temporal.run(ramp(0))).toMatchObject({ currentBuildId: v1, rampingBuildId: null });
		expect((await temporal.failure({ ...ramp(10), buildId: named('v9') })).message).toMatch(
			/no worker of it has polled yet/,
		);
		expect((await temporal.failure({ ...ramp(10), buildId: named(v1) })).message).toMatch(/already current/);
	});
});
