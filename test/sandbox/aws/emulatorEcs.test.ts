import {
	CreateClusterCommand,
	CreateServiceCommand,
	DeleteServiceCommand,
	DeregisterTaskDefinitionCommand,
	DescribeClustersCommand,
	DescribeServicesCommand,
	DescribeTaskDefinitionCommand,
	DescribeTasksCommand,
	ListClustersCommand,
	ListServicesCommand,
	ListTaskDefinitionFamiliesCommand,
	ListTaskDefinitionsCommand,
	ListTasksCommand,
	RegisterTaskDefinitionCommand,
	type RegisterTaskDefinitionCommandInput,
	RunTaskCommand,
	type RunTaskCommandInput,
	StopTaskCommand,
	TagResourceCommand,
	UpdateServiceCommand,
} from '@aws-sdk/client-ecs';

import { describeOnEmulator, Emulator, newName } from '../../shared/aws/emulator';
import { AwsDriver, CLUSTER as cluster } from './awsDriver';
import { type ComparedCall, endOf, type Side } from './emulatorComparison';

const family = newName('compared');
const service = newName('compared');
const noTask = '0123456789abcdef0123456789abcdef';
const definition: RegisterTaskDefinitionCommandInput = {
	family,
	networkMode: 'awsvpc',
	requiresCompatibilities: ['FARGATE'],
	cpu: '256',
	memory: '512',
	containerDefinitions: [{ name: 'app', image: 'nginx:1', memory: 256, essential: true }],
};

async function register({ ecs }: Side, more: Partial<RegisterTaskDefinitionCommandInput> = {}) {
	return await ecs.send(new RegisterTaskDefinitionCommand({ ...definition, ...more }));
}
async function create(
	{ ecs, network }: Side,
	more: Partial<ConstructorParameters<typeof CreateServiceCommand>[0]> = {},
) {
	return await ecs.send(
		new CreateServiceCommand({
			cluster,
			serviceName: service,
			taskDefinition: `${family}:1`,
			desiredCount: 1,
			launchType: 'FARGATE',
			networkConfiguration: { awsvpcConfiguration: network },
			...more,
		}),
	);
}
async function run({ ecs, network }: Side, more: Partial<RunTaskCommandInput> = {}) {
	return await ecs.send(
		new RunTaskCommand({
			cluster,
			taskDefinition: `${family}:1`,
			launchType: 'FARGATE',
			networkConfiguration: { awsvpcConfiguration: network },
			...more,
		}),
	);
}

/** In order: each finds what those before it have left. */
const calls: readonly ComparedCall[] = [
	{ what: 'Register', end: 'ok', call: async (side) => await register(side) },
	{
		what: 'Register, no containers',
		end: 'ClientException',
		call: async (side) => await register(side, { containerDefinitions: [] }),
		emulatorErrs: 'takes none',
	},
	{
		what: 'Register, a container without a name',
		end: 'ClientException',
		call: async (side) => await register(side, { containerDefinitions: [{ image: 'nginx' }] }),
	},
	{
		what: 'Register, a container without an image',
		end: 'ClientException',
		call: async (side) => await register(side, { containerDefinitions: [{ name: 'app' }] }),
	},
	{
		what: 'Register, no memory anywhere',
		end: 'ClientException',
		call: async ({ ecs }) =>
			await ecs.send(
				new RegisterTaskDefinitionCommand({ family, containerDefinitions: [{ name: 'app', image: 'nginx' }] }),
			),
	},
	{
		what: 'Describe a task definition',
		end: 'ok',
		call: async ({ ecs }) =>
			await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: family, include: ['TAGS'] })),
	},
	{
		what: 'Describe an unknown family',
		end: 'ClientException',
		call: async ({ ecs }) => await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'none' })),
	},
	{
		what: 'Describe an unknown revision',
		end: 'ClientException',
		call: async ({ ecs }) => await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: `${family}:99` })),
	},
	{
		what: 'List task definitions',
		end: 'ok',
		call: async ({ ecs }) => await ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: family })),
	},
	{
		what: 'List of an unknown family',
		end: 'ok',
		call: async ({ ecs }) => await ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: 'none' })),
	},
	{
		what: 'List families',
		end: 'ok',
		call: async ({ ecs }) => await ecs.send(new ListTaskDefinitionFamiliesCommand({ familyPrefix: family })),
	},
	{
		what: 'Deregister a family',
		end: 'ClientException',
		call: async ({ ecs }) => await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: family })),
	},
	{
		what: 'Deregister a revision that is no number',
		end: 'InvalidParameterException',
		call: async ({ ecs }) => await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: `${family}:x` })),
	},
	{
		what: 'Deregister an unknown one',
		end: 'ClientException',
		call: async ({ ecs }) => await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'none:1' })),
	},
	{
		what: 'Describe clusters',
		end: 'ok',
		call: async ({ ecs }) => await ecs.send(new DescribeClustersCommand({ clusters: [cluster] })),
	},
	{
		what: 'Describe an unknown cluster',
		end: 'ok',
		call: async ({ ecs }) => await ecs.send(new DescribeClustersCommand({ clusters: ['none'] })),
	},
	{ what: 'List clusters', end: 'ok', call: async ({ ecs }) => await ecs.send(new ListClustersCommand({})) },
	{
		what: 'Create a service in an unknown cluster',
		end: 'ClusterNotFoundException',
		call: async (side) => await create(side, { cluster: 'none' }),
	},
	{
		what: 'Create a service of an unknown task definition',
		end: 'ClientException',
		call: async (side) => await create(side, { taskDefinition: 'none' }),
	},
	{
		what: 'Create a service without a network',
		end: 'InvalidParameterException',
		call: async (side) => await create(side, { serviceName: `${service}-n`, networkConfiguration: undefined }),
		emulatorErrs: 'takes it for a service, though not for a task',
	},
	{ what: 'Create a service', end: 'ok', call: async (side) => await create(side) },
	{
		what: 'Create it twice',
		end: 'InvalidParameterException',
		call: async (side) => await create(side),
		emulatorErrs: 'puts a new one in its place',
	},
	{
		what: 'Describe services',
		end: 'ok',
		call: async ({ ecs }) => await ecs.send(new DescribeServicesCommand({ cluster, services: [service] })),
	},
	{
		what: 'Describe an unknown service',
		end: 'ok',
		call: async ({ ecs }) => await ecs.send(new DescribeServicesCommand({ cluster, services: ['none'] })),
	},
	{
		what: 'Describe no services',
		end: 'InvalidParameterException',
		call: async ({ ecs }) => await ecs.send(new DescribeServicesCommand({ cluster, services: [] })),
		emulatorErrs: 'gives an empty list',
	},
	{
		what: 'Describe services of an unknown cluster',
		end: 'ClusterNotFoundException',
		call: async ({ ecs }) => await ecs.send(new DescribeServicesCommand({ cluster: 'none', services: [service] })),
	},
	{ what: 'List services', end: 'ok', call: async ({ ecs }) => await ecs.send(new ListServicesCommand({ cluster })) },
	{
		what: 'List services of an unknown cluster',
		end: 'ClusterNotFoundException',
		call: async ({ ecs }) => await ecs.send(new ListServicesCommand({ cluster: 'none' })),
	},
	{
		what: 'Update an unknown service',
		end: 'ServiceNotFoundException',
		call: async ({ ecs }) => await ecs.send(new UpdateServiceCommand({ cluster, service: 'none' })),
	},
	{
		what: 'Update in an unknown cluster',
		end: 'ClusterNotFoundException',
		call: async ({ ecs }) => await ecs.send(new UpdateServiceCommand({ cluster: 'none', service })),
	},
	{
		what: 'Update to an unknown task definition',
		end: 'ClientException',
		call: async ({ ecs }) => await ecs.send(new UpdateServiceCommand({ cluster, service, taskDefinition: 'none:3' })),
	},
	{
		what: 'Scale',
		end: 'ok',
		call: async ({ ecs }) => await ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount: 2 })),
	},
	{
		what: 'List tasks of an unknown cluster',
		end: 'ClusterNotFoundException',
		call: async ({ ecs }) => await ecs.send(new ListTasksCommand({ cluster: 'none' })),
	},
	{
		what: 'List tasks of an unknown service',
		end: 'ServiceNotFoundException',
		call: async ({ ecs }) => await ecs.send(new ListTasksCommand({ cluster, serviceName: 'none' })),
		emulatorErrs: "does not know which tasks are a service's",
	},
	{
		what: 'Describe no tasks',
		end: 'InvalidParameterException',
		call: async ({ ecs }) => await ecs.send(new DescribeTasksCommand({ cluster, tasks: [] })),
	},
	{
		what: 'Describe an unknown task',
		end: 'ok',
		call: async ({ ecs }) => await ecs.send(new DescribeTasksCommand({ cluster, tasks: [noTask] })),
	},
	{ what: 'Run', end: 'ok', call: async (side) => await run(side) },
	{
		what: 'Run without a network',
		end: 'InvalidParameterException',
		call: async (side) => await run(side, { networkConfiguration: undefined }),
	},
	{
		what: 'Run an unknown family',
		end: 'ClientException',
		call: async (side) => await run(side, { taskDefinition: 'none' }),
	},
	{
		what: 'Run in an unknown cluster',
		end: 'ClusterNotFoundException',
		call: async (side) => await run(side, { cluster: 'none' }),
	},
	{
		what: 'Run with a launch type and a capacity provider',
		end: 'InvalidParameterException',
		call: async (side) => await run(side, { capacityProviderStrategy: [{ capacityProvider: 'FARGATE' }] }),
	},
	{
		what: 'Run with an unknown launch type',
		end: 'InvalidParameterException',
		call: async (side) => await run(side, JSON.parse('{"launchType":"MOON"}')),
	},
	{
		what: 'Run eleven',
		end: 'InvalidParameterException',
		call: async (side) => await run(side, { count: 11 }),
		emulatorErrs: 'runs any number; the API reference: at most 10',
	},
	{
		what: 'Stop an unknown task',
		end: 'InvalidParameterException',
		call: async ({ ecs }) => await ecs.send(new StopTaskCommand({ cluster, task: noTask })),
		emulatorErrs: 'dies with 500',
	},
	{
		what: 'Tag what is no ARN',
		end: 'InvalidParameterException',
		call: async ({ ecs }) =>
			await ecs.send(new TagResourceCommand({ resourceArn: 'none', tags: [{ key: 'a', value: 'b' }] })),
	},
	{
		what: 'Tag an unknown service',
		end: 'ResourceNotFoundException',
		call: async ({ ecs }) =>
			await ecs.send(
				new TagResourceCommand({
					resourceArn: `arn:aws:ecs:us-east-1:123456789012:service/${cluster}/none`,
					tags: [{ key: 'a', value: 'b' }],
				}),
			),
		emulatorErrs: 'says ServiceNotFoundException, which the model does not declare here',
	},
	{
		what: 'Delete a service that is scaled up',
		end: 'InvalidParameterException',
		call: async ({ ecs }) => await ecs.send(new DeleteServiceCommand({ cluster, service })),
	},
	{
		what: 'Delete a service',
		end: 'ok',
		call: async ({ ecs }) => await ecs.send(new DeleteServiceCommand({ cluster, service, force: true })),
	},
	{
		what: 'Delete an unknown service',
		end: 'ServiceNotFoundException',
		call: async ({ ecs }) => await ecs.send(new DeleteServiceCommand({ cluster, service: 'none' })),
	},
	{
		what: 'Update a deleted service',
		end: 'ServiceNotActiveException',
		call: async ({ ecs }) => await ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount: 1 })),
		emulatorErrs: 'changes it',
	},
	{
		what: 'Deregister',
		end: 'ok',
		call: async ({ ecs }) => await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: `${family}:1` })),
	},
	{
		what: 'Deregister twice',
		end: 'ok',
		call: async ({ ecs }) => await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: `${family}:1` })),
	},
	{
		what: 'Run a deregistered revision',
		end: 'ClientException',
		call: async (side) => await run(side, { taskDefinition: `${family}:1` }),
		emulatorErrs: 'runs it',
	},
];

/** What the emulator tells and AWS does not, or not yet: a task has no exit code before it ends, nor an interface before it is provisioned. */
const emulatorOnly =
	/^(clusters\[\]\.settings|tasks\[\]\.(containers\[\]\.(exitCode|memory)|attachments)|services?(\[\])?\.(tags|taskSets))/;

describeOnEmulator('ECS in the sandbox, beside an emulator of others', () => {
	let sandbox: AwsDriver;
	let sides: { readonly ours: Side; readonly theirs: Side };
	const emulator = new Emulator('ap-south-1');
	beforeAll(async () => {
		sandbox = await AwsDriver.start();
		await emulator.ecs.send(new CreateClusterCommand({ clusterName: cluster }));
		const { subnets, securityGroups } = await emulator.network();
		sides = {
			ours: {
				ecs: sandbox.ecs,
				secrets: sandbox.secrets,
				network: { subnets: ['subnet-0a1b2c3d4e5f60718'], securityGroups: ['sg-0c1d2e3f4a5b60718'] },
			},
			theirs: {
				ecs: emulator.ecs,
				secrets: emulator.secrets,
				network: { subnets: [subnets], securityGroups: [securityGroups] },
			},
		};
	});
	afterAll(async () => {
		expect(sandbox.contract.violations()).toEqual([]);
		emulator.close();
		await sandbox.close();
	});

	it.each(calls)('$what: $end', async (call) => {
		const ours = await endOf(call, sides.ours);
		const theirs = await endOf(call, sides.theirs);
		expect(ours.end).toBe(call.end);
		if (call.end !== 'ok') expect(ours.status).toBe(400);
		if (call.emulatorErrs !== undefined) {
			expect(theirs.end).not.toBe(call.end);
			return;
		}
		expect(theirs.end).toBe(call.end);
		expect(theirs.members.filter((member) => !ours.members.includes(member) && !emulatorOnly.test(member))).toEqual([]);
	});
});
