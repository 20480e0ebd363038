import type { Container, ContainerDefinition, Task } from '@aws-sdk/client-ecs';
import { RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';

import { taskFailure, judgedOf } from '../../../nodes/AwsEcs/state/taskResult';
import { useManualClock } from '../../n8n/sandboxClock';
import { EcsDriver, named, registry } from './ecsDriver';

const router: ContainerDefinition = {
	name: 'log_router',
	essential: true,
	firelensConfiguration: { type: 'fluentbit' },
};
const sidecar: ContainerDefinition = { name: 'sidecar', essential: true };
const migrate: ContainerDefinition = { name: 'migrate', essential: true };
const outOfMemory = 'OutOfMemoryError: Container killed due to memory usage';

function failure(
	definitions: ContainerDefinition[],
	ends: Record<string, number | [number, string] | null>,
	more: Partial<Task> = {},
) {
	const containers = Object.entries(ends).map(([name, end]): Container => ({
		name,
		lastStatus: 'STOPPED',
		...(end !== null && (Array.isArray(end) ? { exitCode: end[0], reason: end[1] } : { exitCode: end })),
	}));
	const task = {
		stopCode: 'EssentialContainerExited',
		stoppedReason: 'Essential container in task exited',
		containers,
		...more,
	} as Task;
	return taskFailure(task, judgedOf(definitions));
}

describe('how a task ended', () => {
	it.each([
		['a log router that ECS stopped', [migrate, router], { migrate: 0, log_router: 143 }],
		['a log router that had to be killed', [migrate, router], { migrate: 0, log_router: 137 }],
		['a log router that ends with an error when it is told to stop', [migrate, router], { migrate: 0, log_router: 1 }],
		['another sidecar that ECS stopped', [migrate, sidecar], { migrate: 0, sidecar: 143 }],
		['a sidecar that was not up yet', [migrate, sidecar], { migrate: 0, sidecar: null }],
		[
			'a proxy that others wait for',
			[{ ...migrate, dependsOn: [{ containerName: 'sidecar', condition: 'HEALTHY' }] }, sidecar],
			{ migrate: 0, sidecar: 255 },
		],
		['a container that may fail', [migrate, { name: 'metrics', essential: false }], { migrate: 0, metrics: 1 }],
		['two that both ended by themselves', [migrate, sidecar], { migrate: 0, sidecar: 0 }],
	] as const)('is good with %s', (_what, definitions, ends) => {
		expect(failure([...definitions] as ContainerDefinition[], ends as Record<string, number>)).toBe('');
	});

	it('is good with 0 and no stop code, as emulators answer', () => {
		expect(failure([migrate], { migrate: 0 }, { stopCode: undefined })).toBe('');
	});

	it.each([
		['a migration that failed', [migrate, router], { migrate: 1, log_router: 143 }, /container migrate exited with 1$/],
		[
			'a migration that failed, whatever its sidecar made of SIGTERM',
			[migrate, sidecar],
			{ migrate: 1, sidecar: 0 },
			/container migrate exited with 1$/,
		],
		[
			'one killed for its memory',
			[migrate, router],
			{ migrate: [137, outOfMemory], log_router: 143 },
			/container migrate exited with 137 \(OutOfMemoryError/,
		],
		[
			'a log router that fell over and took the migration with it',
			[migrate, router],
			{ migrate: 143, log_router: [137, outOfMemory] },
			/container log_router exited with 137/,
		],
		[
			'a log router that fell over under a migration that ends with 0 when it is stopped',
			[migrate, router],
			{ migrate: 0, log_router: [137, outOfMemory] },
			/container log_router exited with 137/,
		],
		[
			'none that ended by itself',
			[migrate, sidecar],
			{ migrate: 143, sidecar: 137 },
			/container migrate exited with 143; container sidecar exited with 137/,
		],
		['one that never started', [migrate], { migrate: null }, /container migrate gave no exit code/],
	] as const)('is bad with %s', (_what, definitions, ends, message) => {
		expect(failure([...definitions], ends as unknown as Record<string, number>)).toMatch(message);
	});

	it.each(['UserInitiated', 'SpotInterruption', 'TerminationNotice', 'ServiceSchedulerInitiated'] as const)(
		'is bad when it was stopped from outside (%s), though its program ended with 0',
		(stopCode) => {
			expect(
				failure([migrate], { migrate: 0 }, { stopCode, stoppedReason: 'Your Spot Task was interrupted.' }),
			).toMatch(/interrupted/);
		},
	);
});

describe('Task: Run with several containers', () => {
	const clock = useManualClock();
	let aws: EcsDriver;

	beforeEach(async () => {
		aws = await EcsDriver.start(clock);
	});
	afterEach(async () => {
		expect(aws.recorder.violations()).toEqual([]);
		await aws.sandbox.close();
	});

	async function run(containers: ContainerDefinition[], more = {}) {
		const { taskDefinition } = await aws.somebody.send(
			new RegisterTaskDefinitionCommand({
				family: 'migrate',
				networkMode: 'awsvpc',
				memory: '512',
				containerDefinitions: containers.map((each) => ({ image: `${registry}/${each.name ?? ''}:v1`, ...each })),
			}),
		);
		const taskDefinitionArn = taskDefinition?.taskDefinitionArn ?? '';
		return {
			resource: 'task',
			operation: 'run',
			networkService: 'nanda-workers',
			taskDefinition: named(taskDefinitionArn),
			...more,
		};
	}

	it('does not take the log router that ECS stopped for a failure, in each of two tasks', async () => {
		const items = await aws.items(await run([migrate, router], { count: 2 }));
		const ends = (items[0]?.json.containers as { name: string; exitCode: number }[]).map(({ name, exitCode }) => [
			name,
			exitCode,
		]);
		expect(ends).toEqual([
			['migrate', 0],
			['log_router', 143],
		]);
		expect(items.map(({ json }) => json.verified)).toEqual([true, true]);
	});

	it('ends when the judged container has, though a sidecar goes on for ever', async () => {
		const parameters = await run([{ ...migrate, essential: false, command: ['sh', '-c', 'exit 0'] }, sidecar], {
			judgedContainer: 'migrate',
		});
		expect(await aws.run(parameters)).toMatchObject({ verified: true, status: 'RUNNING' });
	});

	it('is no success when Spot capacity was taken back meanwhile', async () => {
		const parameters = await run([{ ...migrate, image: `${registry}/migrate:slow-graceful` }]);
		aws.later(60_000, async () => {
			const [task] = await aws.items({ resource: 'task', operation: 'getMany', filters: { family: 'migrate' } });
			await aws.control('/tasks/interrupt', { task: task?.json.id });
		});
		const failed = await aws.failure(parameters);
		expect(failed.message).toMatch(/1 of 1 tasks of migrate:1 failed: [0-9a-f]{32}: Your Spot Task was interrupted/);
	});

	it('Log Tail says which containers there are to choose from', async () => {
		const logConfiguration = {
			logDriver: 'awslogs' as const,
			options: { 'awslogs-group': '/ecs/x', 'awslogs-region': 'us-east-1', 'awslogs-stream-prefix': 'ecs' },
		};
		const task = await aws.run(
			await run([
				{ ...migrate, logConfiguration },
				{ ...sidecar, logConfiguration },
			]),
		);
		const failed = await aws.failure({
			resource: 'task',
			operation: 'logTail',
			task: { __rl: true, mode: 'id', value: String(task.id) },
		});
		expect(failed.message).toMatch(/^2 containers of migrate:1 write to CloudWatch Logs, and none was chosen/);
		expect(failed.advice).toMatch(/migrate, sidecar/);
	});
});
