import type { IDataObject } from 'n8n-workflow';

import { useManualClock } from '../../n8n/sandboxClock';
import { TemporalDriver, v1, v2 } from './temporalDriver';

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

const setCurrent = '/api/v1/namespaces/*/worker-deployments/*/set-current-version';
const setRamp = '/api/v1/namespaces/*/worker-deployments/*/set-ramping-version';
const describeIt = '/api/v1/namespaces/*/worker-deployments/*';
const describeVersion = '/api/v1/namespaces/*/worker-deployment-versions/*/*';
const queues = '/api/v1/namespaces/*/task-queues/*';

const ramp = '20% 5s';

interface Fault {
	readonly what: string;
	readonly faults: readonly IDataObject[];
	/** Whether it ends well all the same; else nothing may claim so. */
	readonly endsWell: boolean;
}

const cases: readonly Fault[] = [
	{
		what: 'the answer to Set Current is lost',
		faults: [{ method: 'POST', path: setCurrent, kind: 'lostReply' }],
		endsWell: true,
	},
	{
		what: 'the answer to Set Current is cut off',
		faults: [{ method: 'POST', path: setCurrent, kind: 'malformed' }],
		endsWell: true,
	},
	{
		what: 'Set Current is reset before it is carried out',
		faults: [{ method: 'POST', path: setCurrent, kind: 'reset' }],
		endsWell: true,
	},
	{
		what: 'Set Current meets a 503 twice',
		faults: [{ method: 'POST', path: setCurrent, status: 503, times: 2 }],
		endsWell: true,
	},
	{
		what: 'Set Current meets a 503 for ever',
		faults: [{ method: 'POST', path: setCurrent, status: 503, times: 'always' }],
		endsWell: false,
	},
	{
		what: 'every answer to Set Current is lost',
		faults: [{ method: 'POST', path: setCurrent, kind: 'lostReply', times: 'always' }],
		endsWell: true,
	},
	{
		what: 'Set Current is refused',
		faults: [
			{
				method: 'POST',
				path: setCurrent,
				status: 403,
				body: { code: 7, message: 'Request unauthorized.' },
				times: 'always',
			},
		],
		endsWell: false,
	},
	{
		what: 'Set Current meets the rate limit once',
		faults: [{ method: 'POST', path: setCurrent, status: 429, body: { code: 8, message: 'rate limit exceeded' } }],
		endsWell: true,
	},
	{
		what: 'the answer to the ramp is lost',
		faults: [{ method: 'POST', path: setRamp, kind: 'lostReply' }],
		endsWell: true,
	},
	{
		what: 'the ramp is refused',
		faults: [{ method: 'POST', path: setRamp, status: 400, body: { code: 3, message: 'no' }, times: 'always' }],
		endsWell: false,
	},
	{
		what: 'the first look fails for ever',
		faults: [{ method: 'GET', path: describeIt, status: 500, times: 'always' }],
		endsWell: false,
	},
	{
		what: 'a look in between meets a 500',
		faults: [
			{
				method: 'GET',
				path: describeIt,
				status: 500,
				body: { code: 13, message: 'something went wrong, please retry (a0f6533f)' },
				times: 2,
				afterRequests: 2,
			},
		],
		endsWell: true,
	},
	{
		what: 'every look after Set Current is refused',
		faults: [
			{
				method: 'GET',
				path: describeIt,
				status: 403,
				body: { code: 7, message: 'Request unauthorized.' },
				times: 'always',
				afterRequests: 5,
			},
		],
		endsWell: false,
	},
	{
		what: 'the version cannot be read',
		faults: [{ method: 'GET', path: describeVersion, status: 403, times: 'always' }],
		endsWell: false,
	},
	{
		what: 'the task queue cannot be read for a while',
		faults: [{ method: 'GET', path: queues, status: 503, times: 3 }],
		endsWell: true,
	},
	{
		what: 'the pollers of a task queue are never seen',
		faults: [{ method: 'GET', path: queues, status: 200, body: {}, times: 'always' }],
		endsWell: false,
	},
	{
		what: 'an empty answer comes in place of the deployment',
		faults: [{ method: 'GET', path: describeIt, status: 200, body: {}, times: 'always' }],
		endsWell: false,
	},
	{
		what: 'the deployment is told to be missing',
		faults: [
			{
				method: 'GET',
				path: describeIt,
				status: 404,
				body: { code: 5, message: "no Worker Deployment found with name 'nanda'" },
				times: 'always',
			},
		],
		endsWell: false,
	},
	{
		what: 'a proxy answers in its place',
		faults: [{ method: 'POST', path: setCurrent, status: 502, times: 'always' }],
		endsWell: false,
	},
	{
		what: 'nobody answers Set Current in time',
		faults: [{ method: 'POST', path: setCurrent, kind: 'reset', times: 'always' }],
		endsWell: false,
	},
];

describe('A deployment during which', () => {
	it.each(cases)('$what', async ({ faults, endsWell }) => {
		for (const fault of faults) temporal.fault(fault);
		const [item] = await temporal.items(
			temporal.deployOf(v2, { ramp, timeoutSeconds: 100, workersWithinSeconds: 60, putResultInField: 'published' }),
		);
		const published = (item?.json.published ?? {}) as IDataObject;
		const { currentVersion, rampingVersion } = await lookAround();
		if (endsWell) {
			expect(published).toMatchObject({ ok: true, verified: true, state: 'live', id: v2, previous: v1 });
			expect({ currentVersion, rampingVersion }).toEqual({ currentVersion: 'nanda.v2', rampingVersion: undefined });
			return;
		}
		expect(published).toMatchObject({ ok: false });
		expect(published.verified ?? false).toBe(false);
		expect((published.error as IDataObject).message).not.toBe('');
		// What was refused leaves no share behind; what nobody saw is not called failed.
		if (currentVersion === 'nanda.v2' || rampingVersion === 'nanda.v2') expect(published.state).toBe('unknown');
	});

	it('somebody else writes between each look and each write: it gives up, and says so', async () => {
		temporal.fault({
			method: 'POST',
			path: setCurrent,
			status: 400,
			body: { code: 9, message: 'conflict token mismatch' },
			times: 'always',
		});
		const failed = await temporal.failure(temporal.deployOf(v2));
		expect(failed.message).toMatch(/conflict token mismatch/);
		expect(failed.advice).toMatch(/Somebody else changed this deployment/);
		expect(await temporal.routing()).toMatchObject({ currentVersion: 'nanda.v1' });
	});

	it('the token is stale once: it looks again, and is done', async () => {
		temporal.fault({
			method: 'POST',
			path: setCurrent,
			status: 400,
			body: { code: 9, message: 'conflict token mismatch' },
		});
		expect(await temporal.run(temporal.deployOf(v2))).toMatchObject({ verified: true, previous: v1 });
	});

	it('the workers die right after it became current: it is current, and not verified', async () => {
		temporal.later(400, async () => undefined);
		await temporal.run(temporal.deployOf(v2));
		await temporal.stopWorkers(v2);
		clock.advance(90_000);
		expect(await temporal.run(temporal.deployOf(v2, { timeoutSeconds: 5, onBadEnd: 'return' }))).toMatchObject({
			state: 'ready',
			verified: false,
			reason: 'It is current, but none of its workers polls any more',
		});
		expect(await temporal.run({ operation: 'getLive' })).toMatchObject({
			isLive: true,
			deploymentId: v2,
			notRunning: 'Build v2 is current, but none of its workers polls any more',
		});
	});

	it('the manager is somebody else: it says whose it is', async () => {
		await temporal.call('set-manager', { managerIdentity: 'ops', identity: 'ops' });
		const failed = await temporal.failure(temporal.deployOf(v2));
		expect(failed.message).toMatch(/ManagerIdentity 'ops' is set/);
		expect(failed.advice).toMatch(/Enter its identity under Identity/);
		expect(await temporal.run(temporal.deployOf(v2, { identity: 'ops' }))).toMatchObject({ verified: true });
	});

	async function lookAround(): Promise<IDataObject> {
		const state = temporal.sandbox.state().temporal as {
			namespaces: Array<{
				deployments: Array<{ name: string; current: string | null; ramp: { buildId: string } | null }>;
			}>;
		};
		const found = state.namespaces[0]?.deployments.find(({ name }) => name === 'nanda');
		return {
			currentVersion: `nanda.${found?.current ?? ''}`,
			rampingVersion: found?.ramp ? `nanda.${found.ramp.buildId}` : undefined,
		};
	}
});
