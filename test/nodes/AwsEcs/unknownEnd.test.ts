import { useManualClock } from '../../n8n/sandboxClock';
import { EcsDriver, image, named } from './ecsDriver';

const clock = useManualClock();
let aws: EcsDriver;

beforeEach(async () => {
	aws = await EcsDriver.start(clock);
});
afterEach(async () => {
	expect(aws.recorder.violations()).toEqual([]);
	await aws.sandbox.close();
});

const slow = { operation: 'deploy', timeoutSeconds: 120, ...image('slow') };

describe('a deployment whose end nobody saw', () => {
	it('is rolling, as it was seen last, and may still go live', async () => {
		const failed = await aws.failure(slow);
		expect(failed.message).toMatch(
			/^It is not known how ECS deployment ecs-svc\/\d+ of service nanda-workers \(nanda-workers:4\) ended: .*not done after 12\d s, last seen: rolling/,
		);
		expect(failed.advice).toMatch(/may still go live/);
		expect(failed.data).toMatchObject({ state: 'unknown', release: { state: 'rolling', live: false } });
		expect(aws.calls('StopServiceDeployment')).toHaveLength(0);
	});

	it('comes out as an item of that state where the node goes on all the same', async () => {
		const release = await aws.run({ ...slow, onBadEnd: 'return' });
		expect(release).toMatchObject({ state: 'rolling', live: false, verified: false });
		expect(release.notes).toEqual([expect.stringMatching(/may still go live/)]);
	});

	it.each([
		['refused looks', 'AccessDeniedException'],
		['keys that ran out', 'ExpiredTokenException'],
	])('is unknown, not an exception, after %s where the node goes on all the same', async (_what, code) => {
		aws.later(20_000, async () => await aws.fault('ecs.DescribeServices', code, { times: 1_000 }));
		const release = await aws.run({ operation: 'deploy', onBadEnd: 'return', ...image('v5') });
		expect(release).toMatchObject({ state: 'unknown', live: false, verified: false, version: 'nanda-workers:4' });
		expect(String(release.reason)).toMatch(/can no longer be followed: .*Last seen: rolling/);
	});

	it('is rolled back where On Timeout says so, and the old revision is proven to run', async () => {
		const failed = await aws.failure({ ...slow, onTimeout: 'rollBack' });
		expect(failed.message).toMatch(
			/was rolled back: .*It was rolled back, as On Timeout says, and nanda-workers:3 runs again/,
		);
		expect(aws.calls('StopServiceDeployment')).toHaveLength(1);
		expect((await aws.describeService())?.taskDefinition).toMatch(/:3$/);
	});

	it('stays unknown where its roll back is refused', async () => {
		await aws.fault('ecs.StopServiceDeployment', 'AccessDeniedException', { times: 10 });
		const failed = await aws.failure({ ...slow, onTimeout: 'rollBack' });
		expect(failed.message).toMatch(/^It is not known how .*It could not be rolled back: .*AccessDeniedException/);
		expect(failed.advice).toMatch(/could not be cancelled/);
	});
});

describe('a task whose start or end nobody saw', () => {
	const run = {
		resource: 'task',
		operation: 'run',
		networkService: 'nanda-workers',
		taskDefinition: named('nanda-workers:3'),
	};

	it('is looked for with its client token until RunTask is answered', async () => {
		await aws.fault('ecs.RunTask', 'ServerException', { times: 7, carriedOut: true });
		expect(await aws.run(run)).toMatchObject({ verified: true, status: 'STOPPED' });
		const tokens = aws.calls('RunTask').map(({ body }) => /"clientToken":"([^"]+)"/.exec(JSON.stringify(body))?.[1]);
		expect([...new Set(tokens)]).toEqual([expect.any(String)]);
		const tasks = await aws.items({
			resource: 'task',
			operation: 'getMany',
			filters: { family: 'nanda-workers', desiredStatus: 'STOPPED' },
			returnAll: true,
		});
		expect(tasks.filter(({ json }) => json.startedBy === 'slipway')).toHaveLength(1);
	});

	it('is unknown, with the tasks that it may have started, where no try was answered', async () => {
		await aws.fault('ecs.RunTask', 'ServerException', { times: 100, carriedOut: true });
		const failed = await aws.failure(run);
		expect(failed.message).toMatch(
			/^It is not known how the start of 1 tasks of nanda-workers:3 ended: .*ServerException/,
		);
		expect(failed.advice).toMatch(/look at [0-9a-f]{32} before you run this again/);
	});

	it('is unknown at the time-out', async () => {
		const failed = await aws.failure({ ...run, timeoutSeconds: 20 });
		expect(failed.message).toMatch(/^It is not known how Running of nanda-workers:3 as task [0-9a-f]{32} ended/);
		expect(failed.data).toMatchObject({ state: 'unknown', tasks: [expect.stringMatching(/^[0-9a-f]{32}$/)] });
	});
});
