import {
	CreateServiceCommand,
	CreateTaskSetCommand,
	DeleteTaskSetCommand,
	DescribeServiceRevisionsCommand,
	DescribeServicesCommand,
	DescribeTasksCommand,
	DescribeTaskSetsCommand,
	ListServiceDeploymentsCommand,
	RegisterTaskDefinitionCommand,
	RunTaskCommand,
	UpdateServiceCommand,
	UpdateServicePrimaryTaskSetCommand,
	UpdateTaskSetCommand,
	type ContainerDefinition,
	type Task,
} from '@aws-sdk/client-ecs';

import { AwsDriver, CLUSTER, REGISTRY } from './awsDriver';

const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'] } };
let aws: AwsDriver;

beforeEach(async () => {
	aws = await AwsDriver.start();
});

afterEach(async () => {
	expect(aws.contract.violations()).toEqual([]);
	await aws.close();
});

async function register(containers: ContainerDefinition[], family = 'several'): Promise<string> {
	const { taskDefinition } = await aws.ecs.send(
		new RegisterTaskDefinitionCommand({
			family,
			networkMode: 'awsvpc',
			memory: '512',
			containerDefinitions: containers.map((each) => ({ image: `${REGISTRY}/${each.name ?? ''}:v1`, ...each })),
		}),
	);
	return taskDefinition?.taskDefinitionArn ?? '';
}

async function runToEnd(containers: ContainerDefinition[]): Promise<Task | undefined> {
	const taskDefinition = await register(containers);
	const { tasks } = await aws.ecs.send(new RunTaskCommand({ cluster: CLUSTER, taskDefinition, networkConfiguration }));
	let task: Task | undefined;
	await aws.advanceUntil(async () => {
		const { tasks: described } = await aws.ecs.send(
			new DescribeTasksCommand({ cluster: CLUSTER, tasks: [tasks?.[0]?.taskArn ?? ''] }),
		);
		task = described?.[0];
		return task?.lastStatus === 'STOPPED';
	});
	return task;
}

const endsOf = (task: Task | undefined) =>
	Object.fromEntries((task?.containers ?? []).map(({ name, exitCode }) => [name, exitCode]));

test('every container has its own exit code; those that ECS stops have that of their signal', async () => {
	const router: ContainerDefinition = { name: 'router', essential: true, firelensConfiguration: { type: 'fluentbit' } };
	const stubborn = { name: 'stubborn', image: `${REGISTRY}/proxy:stubborn` };
	const graceful = { name: 'graceful', image: `${REGISTRY}/proxy:graceful` };
	const task = await runToEnd([
		router,
		stubborn,
		graceful,
		{
			name: 'job',
			dependsOn: [
				{ containerName: 'stubborn', condition: 'START' },
				{ containerName: 'graceful', condition: 'START' },
			],
		},
	]);
	expect(endsOf(task)).toEqual({ job: 0, router: 143, stubborn: 137, graceful: 0 });
	expect(task?.stopCode).toBe('EssentialContainerExited');
});

test('a container that is not essential ends alone', async () => {
	const task = await runToEnd([
		{ name: 'job' },
		{ name: 'extra', essential: false, image: `${REGISTRY}/extra:exit-2` },
	]);
	expect(endsOf(task)).toEqual({ job: 0, extra: 2 });
});

test("health is each container's own, and the task's that of its essential ones", async () => {
	const healthCheck = { command: ['CMD', 'true'] };
	const taskDefinition = await register([
		{ name: 'app', healthCheck },
		{ name: 'plain' },
		{ name: 'extra', essential: false, image: `${REGISTRY}/extra:unhealthy`, healthCheck },
	]);
	const service = 'several';
	await aws.ecs.send(
		new CreateServiceCommand({
			cluster: CLUSTER,
			serviceName: service,
			taskDefinition,
			desiredCount: 1,
			networkConfiguration,
		}),
	);
	await aws.advanceUntil(async () => (await aws.tasks(service))[0]?.healthStatus === 'HEALTHY');
	const [task] = await aws.tasks(service);
	expect(task?.containers?.map(({ name, healthStatus }) => [name, healthStatus])).toEqual([
		['app', 'HEALTHY'],
		['plain', 'UNKNOWN'],
		['extra', 'UNHEALTHY'],
	]);
});

test('a task in a VPC has a network interface of its own', async () => {
	const [task] = await aws.tasks('nanda-workers');
	const details = Object.fromEntries((task?.attachments?.[0]?.details ?? []).map(({ name, value }) => [name, value]));
	expect(task?.attachments).toMatchObject([{ type: 'ElasticNetworkInterface', status: 'ATTACHED' }]);
	expect(details).toMatchObject({
		subnetId: expect.stringMatching(/^subnet-/),
		networkInterfaceId: expect.stringMatching(/^eni-/),
	});
	expect(task?.containers?.[0]?.networkInterfaces).toEqual([
		{ attachmentId: task?.attachments?.[0]?.id, privateIpv4Address: details.privateIPv4Address },
	]);
});

test.each([
	['enabled', 1],
	['disabled', 2],
] as const)(
	'with versionConsistency %s tasks of one revision run %i images after a tag moved',
	async (versionConsistency, count) => {
		const taskDefinition = await register([{ name: 'app', versionConsistency }]);
		const service = 'several';
		await aws.ecs.send(
			new CreateServiceCommand({
				cluster: CLUSTER,
				serviceName: service,
				taskDefinition,
				desiredCount: 1,
				networkConfiguration,
			}),
		);
		await aws.advanceUntil(async () => (await aws.service(service)).runningCount === 1);
		await aws.control('/images', { image: `${REGISTRY}/app:v1` });
		await aws.control('/services/scale', { service, desiredCount: 2 });
		await aws.advanceUntil(async () => (await aws.service(service)).runningCount === 2);
		const digests = (await aws.tasks(service)).map(({ containers }) => containers?.[0]?.imageDigest);
		expect(new Set(digests).size).toBe(count);
		const { serviceDeployments } = await aws.ecs.send(new ListServiceDeploymentsCommand({ cluster: CLUSTER, service }));
		const { serviceRevisions } = await aws.ecs.send(
			new DescribeServiceRevisionsCommand({
				serviceRevisionArns: [serviceDeployments?.[0]?.targetServiceRevisionArn ?? ''],
			}),
		);
		expect(serviceRevisions?.[0]?.containerImages?.[0]?.imageDigest !== undefined).toBe(count === 1);
	},
);

test('Spot capacity that is taken back stops a task and has it replaced', async () => {
	const before = await aws.tasks('nanda-workers');
	await aws.control('/tasks/interrupt', { task: before[0]?.taskArn });
	const [interrupted] = await aws.tasks('nanda-workers', 'STOPPED');
	expect(interrupted).toMatchObject({ taskArn: before[0]?.taskArn, stopCode: 'SpotInterruption' });
	await aws.advanceUntil(async () => (await aws.service('nanda-workers')).runningCount === 2);
	expect((await aws.tasks('nanda-workers')).map(({ taskArn }) => taskArn)).not.toContain(before[0]?.taskArn);
	expect((await aws.service('nanda-workers')).deployments).toMatchObject([
		{ rolloutState: 'COMPLETED', failedTasks: 0 },
	]);
});

test('auto scaling and rebalancing change the tasks and no deployment', async () => {
	const [deployment] = (await aws.service('nanda-workers')).deployments ?? [];
	const before = (await aws.tasks('nanda-workers')).map(({ taskArn }) => taskArn);
	await aws.control('/services/rebalance', { service: 'nanda-workers' });
	expect(await aws.tasks('nanda-workers')).toHaveLength(3);
	await aws.advanceUntil(async () => (await aws.tasks('nanda-workers')).length === 2);
	const after = (await aws.tasks('nanda-workers')).map(({ taskArn }) => taskArn);
	expect(after.filter((arn) => before.includes(arn))).toHaveLength(1);
	await aws.control('/services/scale', { service: 'nanda-workers', desiredCount: 5 });
	await aws.advanceUntil(async () => (await aws.service('nanda-workers')).runningCount === 5);
	expect((await aws.service('nanda-workers')).deployments).toMatchObject([
		{ id: deployment?.id, rolloutState: 'COMPLETED', desiredCount: 5 },
	]);
});

test('an external controller deploys by task sets', async () => {
	const at = { cluster: CLUSTER, service: 'external' };
	await aws.ecs.send(
		new CreateServiceCommand({
			cluster: CLUSTER,
			serviceName: at.service,
			desiredCount: 2,
			deploymentController: { type: 'EXTERNAL' },
		}),
	);
	const make = async (taskDefinition: string, value: number) =>
		(
			await aws.ecs.send(
				new CreateTaskSetCommand({ ...at, taskDefinition, networkConfiguration, scale: { value, unit: 'PERCENT' } }),
			)
		).taskSet?.id;
	const blue = await make('nanda-workers:1', 100);
	await aws.ecs.send(new UpdateServicePrimaryTaskSetCommand({ ...at, primaryTaskSet: blue }));
	const green = await make('nanda-workers:2', 50);
	const steady = async () => {
		const { taskSets = [] } = await aws.ecs.send(new DescribeTaskSetsCommand(at));
		return taskSets.every(({ stabilityStatus }) => stabilityStatus === 'STEADY_STATE');
	};
	await aws.advanceUntil(steady);
	const { services } = await aws.ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [at.service] }));
	expect(services?.[0]?.taskSets?.map(({ id, status, runningCount }) => [id, status, runningCount])).toEqual([
		[green, 'ACTIVE', 1],
		[blue, 'PRIMARY', 2],
	]);
	await aws.ecs.send(new UpdateTaskSetCommand({ ...at, taskSet: green, scale: { value: 100, unit: 'PERCENT' } }));
	await aws.ecs.send(new UpdateServicePrimaryTaskSetCommand({ ...at, primaryTaskSet: green }));
	await expect(aws.ecs.send(new DeleteTaskSetCommand({ ...at, taskSet: blue }))).rejects.toMatchObject({
		name: 'InvalidParameterException',
	});
	await aws.ecs.send(new DeleteTaskSetCommand({ ...at, taskSet: blue, force: true }));
	await aws.advanceUntil(async () => (await aws.ecs.send(new DescribeTaskSetsCommand(at))).taskSets?.length === 1);
	await expect(
		aws.ecs.send(new UpdateServiceCommand({ ...at, taskDefinition: 'nanda-workers:3' })),
	).rejects.toMatchObject({
		name: 'InvalidParameterException',
	});
});

test('a fault meets the request that it names, after those that pass', async () => {
	const describe = async (service: string) =>
		await aws.service(service).then(
			() => 'seen',
			(error: unknown) => (error as Error).name,
		);
	await aws.control('/faults', {
		operation: 'ecs.DescribeServices',
		code: 'ServerException',
		input: { services: ['gateway'] },
		after: 1,
	});
	expect([
		await describe('gateway'),
		await describe('nanda-workers'),
		await describe('gateway'),
		await describe('gateway'),
	]).toEqual(['seen', 'seen', 'ServerException', 'seen']);
});
