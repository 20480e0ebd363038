import { ListTasksCommand } from '@aws-sdk/client-ecs';

import { useManualClock } from '../../n8n/sandboxClock';
import { EcsDriver, image, registry } from './ecsDriver';

const clock = useManualClock();
let aws: EcsDriver;

beforeEach(async () => {
	aws = await EcsDriver.start(clock);
});
afterEach(async () => {
	expect(aws.recorder.violations()).toEqual([]);
	await aws.sandbox.close();
});

const scale = async (desiredCount: number) =>
	await aws.control('/services/scale', { service: 'nanda-workers', desiredCount });

async function runningTasks(): Promise<string[]> {
	const { taskArns = [] } = await aws.somebody.send(
		new ListTasksCommand({ cluster: 'candlefish', serviceName: 'nanda-workers' }),
	);
	return taskArns;
}

async function pinnedImage() {
	const { digest } = await aws.control('/images', { image: `${registry}/nanda-workers:v5` });
	return { images: { image: [{ container: 'nanda-workers', image: `${registry}/nanda-workers@${String(digest)}` }] } };
}

/** As soon as ECS calls a deployment done, which is before the node's next look. */
function onceDone(action: () => Promise<unknown>): void {
	const look = async (): Promise<void> => {
		const service = await aws.describeService();
		if (service?.deployments?.[0]?.rolloutState === 'COMPLETED') await action();
		else aws.later(500, look);
	};
	aws.later(20_000, look);
}

describe('a deployment is judged by itself, not by the size that its service has at this moment', () => {
	it('Wait: auto scaling wants six tasks, three times as many as the deployment had', async () => {
		await scale(6);
		expect(await aws.run({ operation: 'wait' })).toMatchObject({ verified: true, live: true, runningCount: 6 });
	});

	it('Wait: a Spot task was interrupted, and its replacement starts', async () => {
		const [task] = await runningTasks();
		await aws.control('/tasks/interrupt', { task });
		expect(await aws.run({ operation: 'wait' })).toMatchObject({ verified: true, runningCount: 2 });
	});

	it('Wait: auto scaling took tasks away', async () => {
		await scale(1);
		expect(await aws.run({ operation: 'wait' })).toMatchObject({ verified: true });
	});

	it('Wait: ECS moves a task to another Availability Zone', async () => {
		await aws.control('/services/rebalance', { service: 'nanda-workers' });
		expect(await aws.run({ operation: 'wait' })).toMatchObject({ verified: true });
	});

	it('Deploy, run again with the same digest while the service scales out', async () => {
		const pinned = await pinnedImage();
		await aws.run({ operation: 'deploy', ...pinned });
		await scale(6);
		const again = await aws.run({ operation: 'deploy', ...pinned });
		expect(again).toMatchObject({ verified: true, live: true });
		expect(aws.calls('UpdateService')).toHaveLength(1);
	});

	it.each([
		['Deploy', async () => ({ operation: 'deploy', ...image('v5') })],
		['Force New Deployment', async () => ({ operation: 'forceNewDeployment' })],
		[
			'Roll Back',
			async () => {
				await aws.run({ operation: 'deploy', ...image('v5') });
				return { operation: 'rollBack' };
			},
		],
	])(
		'%s: scaled out in the seconds in which ECS calls it done, it does not wait for the new ones',
		async (_name, prepare) => {
			const parameters = await prepare();
			onceDone(async () => await scale(6));
			const release = await aws.run({ ...parameters, timeoutSeconds: 900 });
			expect(release).toMatchObject({ verified: true, live: true });
			expect((await aws.describeService())?.desiredCount).toBe(6);
		},
	);

	it('Deploy: scaled to none in those seconds, the tasks that ran until then show it', async () => {
		onceDone(async () => await scale(0));
		expect(await aws.run({ operation: 'deploy', ...image('v5') })).toMatchObject({
			verified: true,
			version: 'nanda-workers:4',
		});
	});

	it('tasks that find no capacity until the deadline are told, and fail nothing', async () => {
		await scale(6);
		const release = await aws.run({ operation: 'wait', timeoutSeconds: 30 });
		expect(release).toMatchObject({
			verified: true,
			notes: [expect.stringMatching(/2 of 6 instances run deployment ecs-svc\/\d+, and all that run are right/)],
		});
	});

	it('tasks that keep failing after it was done are no success', async () => {
		await scale(3);
		const kill = async (): Promise<void> => {
			const [, , newest] = await runningTasks();
			if (newest) await aws.control('/tasks/kill', { task: newest, exitCode: 1 });
			aws.later(20_000, kill);
		};
		aws.later(1_000, kill);
		const failed = await aws.failure({ operation: 'wait', timeoutSeconds: 120 });
		expect(failed.message).toMatch(/2 of 3 instances run.*exited with 1/);
	});

	it('Scale up: auto scaling wants more than was asked for, which is held all the same', async () => {
		aws.later(10_000, async () => await scale(6));
		expect(await aws.run({ operation: 'scale', desiredCount: 4 })).toMatchObject({ verified: true, desiredCount: 6 });
	});
});
