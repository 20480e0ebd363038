import { DescribeTasksCommand, ListTasksCommand } from '@aws-sdk/client-ecs';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { useManualClock } from '../../n8n/sandboxClock';
import { sampled } from '../../sample';
import { byArn, EcsDriver, image, named } from './ecsDriver';

const clock = useManualClock();
let aws: EcsDriver;

beforeEach(async () => {
	aws = await EcsDriver.start(clock);
});
afterEach(async () => {
	expect(aws.recorder.violations()).toEqual([]);
	await aws.sandbox.close();
});

interface Change {
	/** What is there before; gives the parameters of the change. */
	readonly prepare: () => Promise<INodeParameters>;
	/** What its output must show. */
	readonly output: IDataObject;
	/** The effect, in numbers that would differ were it done twice. */
	readonly effect: () => Promise<unknown>;
	readonly expected: unknown;
}

async function deploymentsAndRevision(): Promise<string> {
	const history = await aws.items({ resource: 'serviceDeployment', operation: 'getMany', returnAll: true });
	const service = await aws.describeService();
	return `${history.length} ${service?.taskDefinition?.split('/').at(-1) ?? ''}`;
}

async function startedByHand(): Promise<number> {
	const lists = await Promise.all(
		(['RUNNING', 'STOPPED'] as const).map(
			async (desiredStatus) =>
				await aws.somebody.send(
					new ListTasksCommand({ cluster: 'candlefish', family: 'nanda-workers', startedBy: 'slipway', desiredStatus }),
				),
		),
	);
	return lists.flatMap(({ taskArns = [] }) => taskArns).length;
}

async function pausedDeployment(): Promise<IDataObject> {
	await aws.configure({
		strategy: 'BLUE_GREEN',
		lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }],
	});
	return await aws.run({ operation: 'deploy', whenPaused: 'return', ...image('v5') });
}

const changes: Readonly<Record<string, Change>> = {
	'Force New Deployment': {
		prepare: async () => ({ operation: 'forceNewDeployment' }),
		output: { verified: true, version: 'nanda-workers:3' },
		effect: deploymentsAndRevision,
		expected: '2 nanda-workers:3',
	},
	'Roll Back of a deployment in flight': {
		async prepare() {
			await aws.run({ operation: 'deploy', waitForCompletion: false, ...image('v5') });
			clock.advance(20_000);
			return { operation: 'rollBack', badRelease: 'nanda-workers:4' };
		},
		output: { verified: true, version: 'nanda-workers:3' },
		effect: deploymentsAndRevision,
		expected: '2 nanda-workers:3',
	},
	'Roll Back of a release that is live': {
		async prepare() {
			await aws.run({ operation: 'deploy', ...image('v5') });
			return { operation: 'rollBack', badRelease: 'nanda-workers:4' };
		},
		output: { verified: true, version: 'nanda-workers:3' },
		effect: deploymentsAndRevision,
		expected: '3 nanda-workers:3',
	},
	'Continue of a paused deployment': {
		async prepare() {
			const { serviceDeploymentArn } = await pausedDeployment();
			return {
				resource: 'serviceDeployment',
				operation: 'continue',
				serviceDeployment: byArn(String(serviceDeploymentArn)),
			};
		},
		output: { verified: true, version: 'nanda-workers:4' },
		effect: deploymentsAndRevision,
		expected: '2 nanda-workers:4',
	},
	'Roll Back of a paused deployment': {
		async prepare() {
			const { serviceDeploymentArn } = await pausedDeployment();
			return {
				resource: 'serviceDeployment',
				operation: 'rollBack',
				serviceDeployment: byArn(String(serviceDeploymentArn)),
			};
		},
		output: { verified: true, version: 'nanda-workers:3' },
		effect: deploymentsAndRevision,
		expected: '2 nanda-workers:3',
	},
	Scale: {
		prepare: async () => ({ operation: 'scale', desiredCount: 4 }),
		output: { verified: true, runningCount: 4 },
		effect: deploymentsAndRevision,
		expected: '1 nanda-workers:3',
	},
	'Run of a task': {
		prepare: async () => ({
			resource: 'task',
			operation: 'run',
			taskDefinition: named('nanda-workers:3'),
			networkService: 'nanda-workers',
		}),
		output: { verified: true, status: 'STOPPED' },
		effect: startedByHand,
		expected: 1,
	},
	'Stop of a task': {
		async prepare() {
			const { taskArns: [task = ''] = [] } = await aws.somebody.send(
				new ListTasksCommand({ cluster: 'candlefish', serviceName: 'nanda-workers' }),
			);
			return { resource: 'task', operation: 'stop', task: { __rl: true, mode: 'id', value: task } };
		},
		output: { verified: true, status: 'STOPPED' },
		async effect() {
			const { taskArns = [] } = await aws.somebody.send(
				new ListTasksCommand({ cluster: 'candlefish', serviceName: 'nanda-workers', desiredStatus: 'STOPPED' }),
			);
			const { tasks = [] } = await aws.somebody.send(
				new DescribeTasksCommand({ cluster: 'candlefish', tasks: taskArns }),
			);
			return tasks.map(({ stopCode }) => stopCode);
		},
		expected: ['UserInitiated'],
	},
};

/** Requests in which each of these reads what is there and writes; then its pace of looking begins. */
const positions = [0, 1, 2, 3, 4, 5, 6, 7];

describe.each(Object.entries(changes))(
	'one fault at any request of %s: it is done, once, and proven',
	(_name, change) => {
		it.each([
			['an answer that is lost', { kind: 'lostReply' }, 0],
			['a 500', { kind: 'status', status: 500, body: { __type: 'ServerException', message: 'Server fault' } }, 1],
		])('%s', async (_what, specification, first) => {
			for (const afterRequests of sampled(positions, 2, first)) {
				await aws.sandbox.close();
				aws = await EcsDriver.start(clock);
				const parameters = await change.prepare();
				await fetch(`${aws.sandbox.origin}/_sandbox/faults`, {
					method: 'POST',
					headers: { 'Content-Type': 'application/json' },
					body: JSON.stringify({ platform: 'aws', afterRequests, ...specification }),
				});
				const output = await aws.run(parameters);
				expect({ afterRequests, ...output }).toMatchObject({ afterRequests, ...change.output });
				await fetch(`${aws.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' });
				expect({ afterRequests, effect: await change.effect() }).toEqual({ afterRequests, effect: change.expected });
			}
		});
	},
);
