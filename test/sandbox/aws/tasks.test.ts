import {
	FilterLogEventsCommand,
	GetLogEventsCommand,
	DescribeLogStreamsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
	CreateServiceCommand,
	DeleteServiceCommand,
	DeregisterTaskDefinitionCommand,
	DescribeClustersCommand,
	DescribeServicesCommand,
	DescribeTaskDefinitionCommand,
	DescribeTasksCommand,
	ListServicesCommand,
	ListTaskDefinitionFamiliesCommand,
	ListTagsForResourceCommand,
	paginateListTaskDefinitions,
	paginateListTasks,
	RegisterTaskDefinitionCommand,
	RunTaskCommand,
	StopTaskCommand,
	TagResourceCommand,
	UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import type { RunTaskCommandInput, Task } from '@aws-sdk/client-ecs';

import { AwsDriver, CLUSTER } from './awsDriver';
import { registerImage } from './registerImage';

const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-1'] } };
let aws: AwsDriver;

beforeEach(async () => {
	aws = await AwsDriver.start();
});

afterEach(async () => {
	expect(aws.contract.violations()).toEqual([]);
	await aws.close();
});

const run = (input: Partial<RunTaskCommandInput> = {}) =>
	aws.ecs.send(
		new RunTaskCommand({ cluster: CLUSTER, taskDefinition: 'nanda-workers', networkConfiguration, ...input }),
	);

async function describe(arn: string | undefined): Promise<Task | undefined> {
	const { tasks } = await aws.ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks: [arn ?? ''] }));
	return tasks?.[0];
}

test('a task runs to its end with the exit code of its command', async () => {
	const { tasks } = await run({
		overrides: { containerOverrides: [{ name: 'nanda-workers', command: ['sh', '-c', 'migrate; exit 3'] }] },
	});
	const arn = tasks?.[0]?.taskArn;
	const statuses: string[] = [];
	await aws.advanceUntil(async () => {
		const status = (await describe(arn))?.lastStatus ?? '';
		if (statuses.at(-1) !== status) statuses.push(status);
		return status === 'STOPPED';
	});
	expect(statuses).toEqual(expect.arrayContaining(['PROVISIONING', 'PENDING', 'ACTIVATING', 'RUNNING', 'STOPPED']));
	expect(await describe(arn)).toMatchObject({
		stopCode: 'EssentialContainerExited',
		containers: [{ exitCode: 3, imageDigest: expect.stringMatching(/^sha256:/) }],
	});
	aws.clock.advance(2 * 3_600_000);
	expect(await describe(arn)).toBeUndefined();
});

test('one client token is one run', async () => {
	const first = await run({ clientToken: 'release-7' });
	const again = await run({ clientToken: 'release-7' });
	expect(again.tasks?.[0]?.taskArn).toBe(first.tasks?.[0]?.taskArn);
	await expect(run({ clientToken: 'release-7', count: 2 })).rejects.toMatchObject({
		name: 'ConflictException',
	});
});

test('a task without a place is a failure in an answer of 200', async () => {
	await aws.control('/placement-failures', { count: 1, reason: 'RESOURCE:MEMORY' });
	const { tasks, failures } = await run({ count: 2 });
	expect(tasks).toHaveLength(1);
	expect(failures).toMatchObject([{ reason: 'RESOURCE:MEMORY' }]);
});

test('a task can be stopped, with its reason', async () => {
	const { tasks } = await run();
	const task = tasks?.[0]?.taskArn;
	await aws.ecs.send(new StopTaskCommand({ cluster: CLUSTER, task, reason: 'No longer needed' }));
	await aws.advanceUntil(async () => (await describe(task))?.lastStatus === 'STOPPED');
	expect(await describe(task)).toMatchObject({
		stopCode: 'UserInitiated',
		stoppedReason: 'No longer needed',
	});
});

test('a task whose secret is missing does not start, and says which', async () => {
	const { taskDefinition } = await aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'nanda-workers' }));
	const [container] = taskDefinition?.containerDefinitions ?? [];
	const valueFrom = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:gone-AbCdEf';
	const registered = await aws.ecs.send(
		new RegisterTaskDefinitionCommand({
			family: 'broken',
			networkMode: 'awsvpc',
			memory: '512',
			containerDefinitions: [{ ...container, secrets: [{ name: 'KEY', valueFrom }] }],
		}),
	);
	const { tasks } = await run({ taskDefinition: registered.taskDefinition?.taskDefinitionArn });
	const arn = tasks?.[0]?.taskArn;
	await aws.advanceUntil(async () => (await describe(arn))?.lastStatus === 'STOPPED');
	expect(await describe(arn)).toMatchObject({
		stopCode: 'TaskFailedToStart',
		stoppedReason: expect.stringContaining(valueFrom),
	});
});

test('what a task wrote is in CloudWatch Logs', async () => {
	await registerImage(aws.ecs, 'nanda-workers', 'crash');
	const { tasks } = await run();
	const arn = tasks?.[0]?.taskArn;
	await aws.advanceUntil(async () => (await describe(arn))?.lastStatus === 'STOPPED');
	const id = arn?.split('/').at(-1) ?? '';
	const logGroupName = '/ecs/nanda-workers';
	const { logStreams } = await aws.logs.send(new DescribeLogStreamsCommand({ logGroupName }));
	expect(logStreams?.map(({ logStreamName }) => logStreamName)).toContain(`ecs/nanda-workers/${id}`);
	const page = await aws.logs.send(
		new GetLogEventsCommand({ logGroupName, logStreamName: `ecs/nanda-workers/${id}`, startFromHead: true }),
	);
	expect(page.events?.map(({ message }) => message)).toEqual([
		expect.stringContaining('starting'),
		expect.stringContaining('allocating'),
	]);
	const end = await aws.logs.send(
		new GetLogEventsCommand({
			logGroupName,
			logStreamName: `ecs/nanda-workers/${id}`,
			nextToken: page.nextForwardToken,
			startFromHead: true,
		}),
	);
	expect(end).toMatchObject({ events: [], nextForwardToken: page.nextForwardToken });
	const filtered = await aws.logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern: 'allocating' }));
	expect(filtered.events).toHaveLength(1);
	await expect(aws.logs.send(new DescribeLogStreamsCommand({ logGroupName: '/none' }))).rejects.toMatchObject({
		name: 'ResourceNotFoundException',
	});
});

test('lists come in pages', async () => {
	for (let count = 0; count < 3; count += 1) await run({ count: 5 });
	const tasks = [];
	for await (const page of paginateListTasks({ client: aws.ecs, pageSize: 4 }, { cluster: CLUSTER })) {
		expect(page.taskArns?.length).toBeLessThanOrEqual(4);
		tasks.push(...(page.taskArns ?? []));
	}
	expect(new Set(tasks).size).toBe(15 + 4);
	const definitions = [];
	for await (const page of paginateListTaskDefinitions({ client: aws.ecs, pageSize: 2 }, {})) {
		definitions.push(...(page.taskDefinitionArns ?? []));
	}
	expect(definitions).toHaveLength(5);
	await expect(aws.ecs.send(new ListServicesCommand({ cluster: CLUSTER, nextToken: 'foreign' }))).rejects.toMatchObject(
		{ name: 'InvalidParameterException' },
	);
});

test('a deregistered task definition can be described and not run', async () => {
	const taskDefinition = await registerImage(aws.ecs, 'nanda-workers', 'v9');
	await aws.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition }));
	const described = await aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
	expect(described.taskDefinition?.status).toBe('INACTIVE');
	await expect(run({ taskDefinition })).rejects.toMatchObject({ name: 'ClientException' });
	await expect(run({ taskDefinition: 'no-such-family' })).rejects.toMatchObject({
		name: 'ClientException',
		message: 'TaskDefinition not found.',
	});
	const { families } = await aws.ecs.send(new ListTaskDefinitionFamiliesCommand({}));
	expect(families).toEqual(['gateway', 'nanda-workers', 'slipway-backup']);
});

test('services are made, tagged and deleted; what is not there is a failure or an error', async () => {
	const input = { cluster: CLUSTER, serviceName: 'reports', taskDefinition: 'nanda-workers' };
	const created = await aws.ecs.send(new CreateServiceCommand({ ...input, desiredCount: 1, networkConfiguration }));
	const resourceArn = created.service?.serviceArn ?? '';
	await expect(aws.ecs.send(new CreateServiceCommand(input))).rejects.toMatchObject({
		name: 'InvalidParameterException',
	});
	await aws.ecs.send(new TagResourceCommand({ resourceArn, tags: [{ key: 'team', value: 'nanda' }] }));
	const { tags } = await aws.ecs.send(new ListTagsForResourceCommand({ resourceArn }));
	expect(tags).toEqual([{ key: 'team', value: 'nanda' }]);
	const service = 'reports';
	await expect(aws.ecs.send(new DeleteServiceCommand({ cluster: CLUSTER, service }))).rejects.toMatchObject({
		message: expect.stringContaining('scaled above 0'),
	});
	const deleted = await aws.ecs.send(new DeleteServiceCommand({ cluster: CLUSTER, service, force: true }));
	expect(deleted.service?.status).toBe('DRAINING');
	await aws.advanceUntil(async () => (await aws.service(service)).status === 'INACTIVE');
	await expect(aws.ecs.send(new UpdateServiceCommand({ cluster: CLUSTER, service }))).rejects.toMatchObject({
		name: 'ServiceNotActiveException',
	});
	await expect(aws.ecs.send(new UpdateServiceCommand({ cluster: CLUSTER, service: 'none' }))).rejects.toMatchObject({
		name: 'ServiceNotFoundException',
	});
	const { failures } = await aws.ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: ['none'] }));
	expect(failures).toMatchObject([{ reason: 'MISSING' }]);
	await expect(aws.ecs.send(new DescribeServicesCommand({ cluster: 'none', services: ['x'] }))).rejects.toMatchObject({
		name: 'ClusterNotFoundException',
		message: 'Cluster not found.',
	});
	const clusters = await aws.ecs.send(new DescribeClustersCommand({ clusters: [CLUSTER, 'none'] }));
	expect(clusters.clusters?.[0]).toMatchObject({ clusterName: CLUSTER, runningTasksCount: 4 });
	expect(clusters.failures).toHaveLength(1);
});
