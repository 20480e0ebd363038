import { CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
	CreateClusterCommand,
	CreateServiceCommand,
	DeleteServiceCommand,
	RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { CredentialTestContext } from 'n8n-core';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { AwsEcs } from '../../../nodes/AwsEcs/AwsEcs.node';
import { useManualClock } from '../../n8n/sandboxClock';
import { describeOnEmulator, Emulator, named, newName } from '../../shared/aws/emulator';

useManualClock();

/** A region of its own: other tests use the emulator at the same time. */
const aws = new Emulator('us-west-2');
const repository = '123456789012.dkr.ecr.us-west-2.amazonaws.com/workers';
let cluster: string;
let service: string;
let family: string;
let network: { readonly subnets: string; readonly securityGroups: string };

const parameters = (more: INodeParameters): INodeParameters => ({
	resource: 'service',
	cluster: named(cluster),
	service: named(service),
	...more,
});
const run = async (more: INodeParameters) => await aws.run(new AwsEcs(), parameters(more));
const items = async (more: INodeParameters) => await aws.items(new AwsEcs(), parameters(more));
const failure = async (more: INodeParameters) => await aws.failure(new AwsEcs(), parameters(more));
const image = (tag: string) => ({ images: { image: [{ container: 'workers', image: `${repository}:${tag}` }] } });
const revision = (name: string): INodeParameters => ({ resource: 'taskDefinition', taskDefinition: named(name) });
const task = (id: unknown): INodeParameters => ({
	resource: 'task',
	task: { __rl: true, mode: 'id', value: String(id) },
});

async function runTask(more: INodeParameters = {}): Promise<IDataObject[]> {
	return await items({ resource: 'task', operation: 'run', taskDefinition: named(family), ...network, ...more });
}

beforeAll(async () => {
	if (process.env.SLIPWAY_AWS_EMULATOR_URL) network = await aws.network();
});
afterAll(() => aws.close());

describeOnEmulator('AWS ECS, against an emulator of others', () => {
	beforeEach(async () => {
		cluster = newName('candlefish');
		service = newName('workers');
		family = newName('workers');
		await aws.ecs.send(new CreateClusterCommand({ clusterName: cluster }));
		await aws.ecs.send(
			new RegisterTaskDefinitionCommand({
				family,
				networkMode: 'awsvpc',
				requiresCompatibilities: ['FARGATE'],
				cpu: '256',
				memory: '512',
				containerDefinitions: [
					{
						name: 'workers',
						image: `${repository}:v1`,
						essential: true,
						memory: 512,
						logConfiguration: {
							logDriver: 'awslogs',
							options: { 'awslogs-group': family, 'awslogs-region': 'us-west-2', 'awslogs-stream-prefix': 'ecs' },
						},
						environment: [{ name: 'LEVEL', value: 'planted-canary' }],
					},
				],
				tags: [{ key: 'team', value: 'candlefish' }],
			}),
		);
		await aws.ecs.send(
			new CreateServiceCommand({
				cluster,
				serviceName: service,
				taskDefinition: `${family}:1`,
				desiredCount: 2,
				launchType: 'FARGATE',
			}),
		);
	});

	describe('clusters and task definitions', () => {
		it('Cluster: Get Many and the picker', async () => {
			const many = await items({ resource: 'cluster', operation: 'getMany', returnAll: true });
			expect(many.map(({ name }) => name)).toContain(cluster);
			expect(await aws.search(new AwsEcs(), 'searchClusters', parameters({ operation: 'get' }), cluster)).toHaveLength(
				1,
			);
		});

		it('Task Definition: Register copies without read-only fields, once, and keeps the tags', async () => {
			const register = { ...revision(family), operation: 'register', ...image('v2') };
			expect(await run(register)).toMatchObject({
				version: `${family}:2`,
				isNew: true,
				containers: [{ name: 'workers', image: `${repository}:v2`, environment: ['LEVEL'] }],
			});
			expect(await run(register)).toMatchObject({ version: `${family}:2`, isNew: false });
		});

		it('Task Definition: Get shows variables by name alone, Get Many lists revisions', async () => {
			await run({ ...revision(family), operation: 'register', ...image('v2') });
			const got = await run({ ...revision(`${family}:1`), operation: 'get' });
			expect(got).toMatchObject({ version: `${family}:1`, status: 'ACTIVE', networkMode: 'awsvpc' });
			expect(JSON.stringify(got)).not.toContain('planted-canary');
			const many = await items({ resource: 'taskDefinition', operation: 'getMany', family, returnAll: true });
			expect(many.map(({ version }) => version).sort()).toEqual([`${family}:1`, `${family}:2`]);
			expect(
				await aws.search(new AwsEcs(), 'searchTaskDefinitionFamilies', parameters({ operation: 'get' }), family),
			).toEqual([family]);
		});

		it('Task Definition: Deregister refuses what a service runs, and takes the rest', async () => {
			await run({ ...revision(family), operation: 'register', ...image('v2') });
			expect(await failure({ ...revision(`${family}:1`), operation: 'deregister' })).toMatch(
				new RegExp(`is in use.*service ${cluster}/${service}`),
			);
			expect(await run({ ...revision(`${family}:2`), operation: 'deregister' })).toMatchObject({
				status: 'INACTIVE',
				isChanged: true,
			});
			expect(await run({ ...revision(`${family}:2`), operation: 'deregister' })).toMatchObject({ isChanged: false });
		});
	});

	describe('services', () => {
		it('Get, Get Many and the picker', async () => {
			expect(await run({ operation: 'get' })).toMatchObject({
				name: service,
				cluster,
				status: 'ACTIVE',
				version: `${family}:1`,
				desiredCount: 2,
			});
			const many = await items({ operation: 'getMany', returnAll: true });
			expect(many.map(({ name }) => name)).toEqual([service]);
			expect(await aws.search(new AwsEcs(), 'searchServices', parameters({ operation: 'get' }))).toEqual([service]);
		});

		it('Scale: up, and down to none', async () => {
			expect(await run({ operation: 'scale', desiredCount: 3 })).toMatchObject({
				verified: true,
				previousCount: 2,
				runningCount: 3,
			});
			expect(await run({ operation: 'scale', desiredCount: 0 })).toMatchObject({
				verified: true,
				desiredCount: 0,
				runningCount: 0,
			});
			expect(await failure({ operation: 'deploy', ...image('v2') })).toMatch(/desired count of 0.*Scale it up first/);
		});

		it('Deploy: plans by the running task definition', async () => {
			const plan = {
				action: 'deploy',
				copies: `${family}:1`,
				registers: true,
				changes: [{ container: 'workers', image: { from: `${repository}:v1`, to: `${repository}:v2` } }],
			};
			expect(await run({ operation: 'deploy', dryRun: true, ...image('v2') })).toMatchObject({
				dryRun: true,
				verified: false,
				plan,
			});
		});

		// The emulator takes an update and starts no deployment, ever: the worst answer there is.
		it.each([true, false])(
			'Deploy: an update that is taken, but starts no deployment, is no success (waiting: %s)',
			async (waitForCompletion) => {
				const failed = await failure({ operation: 'deploy', waitForCompletion, timeoutSeconds: 120, ...image('v2') });
				expect(failed).toMatch(/took the update of service workers-\w+, but .*no new deployment/);
				expect(failed).toMatch(/Look at the service/);
			},
		);

		it('Force New Deployment: a deployment whose tasks never come is no success', async () => {
			const failed = await failure({ operation: 'forceNewDeployment', timeoutSeconds: 120 });
			// With MOTO_ECS_SERVICE_RUNNING=2 it says at once that the deployment is COMPLETED, and has no task.
			expect(failed).toMatch(
				/not done after 12\d s, last seen: rolling: 0 of 2 tasks run|could not be verified: 0 of 2 instances run/,
			);
		});

		it('Wait: so is one that is under way', async () => {
			expect(await failure({ operation: 'wait', timeoutSeconds: 120 })).toMatch(
				/not done( after 12\d s|, but ready: 0 of 2 instances run)/,
			);
		});

		it('a service that was deleted', async () => {
			await aws.ecs.send(new DeleteServiceCommand({ cluster, service, force: true }));
			expect(await failure({ operation: 'deploy', ...image('v2') })).toMatch(/is INACTIVE.*Create it again/);
		});
	});

	describe('tasks', () => {
		it('Run: waits for the end, and no exit code is no success', async () => {
			const [started] = await runTask({ waitForCompletion: false });
			expect(started).toMatchObject({ version: `${family}:1`, startedBy: 'slipway', verified: false });
			const [ended] = await runTask();
			expect(ended).toMatchObject({
				status: 'STOPPED',
				verified: true,
				containers: [{ name: 'workers', exitCode: 0 }],
			});
		});

		it('Get, Get Many and Stop', async () => {
			const [started] = await runTask({ waitForCompletion: false });
			expect(await run({ ...task(started?.id), operation: 'get' })).toMatchObject({ id: started?.id, cluster });
			const many = await items({ resource: 'task', operation: 'getMany', returnAll: true, filters: { family } });
			expect(many.map(({ id }) => id)).toEqual([started?.id]);
			const stopped = await run({ ...task(started?.id), operation: 'stop', reason: 'Released again' });
			expect(stopped).toMatchObject({
				status: 'STOPPED',
				verified: true,
				reason: expect.stringMatching(/Released again/),
			});
		});

		it('Log Tail: the last lines, all or those that match', async () => {
			const [started] = await runTask({ waitForCompletion: false });
			const stream = { logGroupName: family, logStreamName: `ecs/workers/${String(started?.id)}` };
			await aws.logs.send(new CreateLogGroupCommand({ logGroupName: family }));
			await aws.logs.send(new CreateLogStreamCommand(stream));
			const logEvents = ['starting', 'ERROR no queue', 'stopping'].map((message, index) => ({
				message,
				timestamp: Date.now() - 3_000 + index,
			}));
			await aws.logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
			const tail = { ...task(started?.id), operation: 'logTail' };
			expect(await run({ ...tail, lines: 2 })).toMatchObject({
				text: 'ERROR no queue\nstopping',
				logStream: stream.logStreamName,
			});
			expect(await run({ ...tail, filterPattern: 'ERROR' })).toMatchObject({ text: 'ERROR no queue' });
		});

		it('Log Tail: of a task that wrote nothing', async () => {
			const [started] = await runTask({ waitForCompletion: false });
			expect(await failure({ ...task(started?.id), operation: 'logTail' })).toMatch(
				/CloudWatch Logs refused GetLogEvents \(ResourceNotFoundException\).*may not have written anything/,
			);
		});

		it('Run: wants to know where', async () => {
			expect(await failure({ resource: 'task', operation: 'run', taskDefinition: named(family) })).toMatch(
				/needs subnets/,
			);
		});
	});

	it.each<Record<string, string>>([
		{},
		{ assumeRoleArn: 'arn:aws:iam::123456789012:role/deployer', externalId: 'candlefish' },
	])("the credential's Test button, with %j", async (more) => {
		const { data } = aws.credential;
		const tested = await new AwsEcs().methods.credentialTest.awsCredentialTest.call(new CredentialTestContext(), {
			id: '1',
			name: 'AWS',
			type: 'slipwayAwsApi',
			data: { ...data, ...more },
		});
		expect(tested).toEqual({
			status: 'OK',
			message: expect.stringMatching(
				more.assumeRoleArn === undefined ? /^Connected as arn:aws:/ : /assumed-role\/deployer\/slipway$/,
			),
		});
	});

	it.each([
		[
			'a cluster that is not there',
			{ operation: 'get', cluster: named('no-such') },
			/ClusterNotFoundException.*region, us-west-2/,
		],
		[
			'a service that is not there',
			{ operation: 'get', service: named('no-such') },
			/has no service no-such \(MISSING\)/,
		],
		[
			'a deploy to a service that is not there',
			{ operation: 'deploy', service: named('no-such'), ...image('v2') },
			/has no service no-such/,
		],
		[
			'a family that is not there',
			{ ...revision('no-such'), operation: 'get' },
			/ClientException.*does not exist in region us-west-2/,
		],
		[
			'a container that is not there',
			{ operation: 'deploy', images: { image: [{ container: 'no-such', image: `${repository}:v2` }] } },
			/has no container "no-such".*workers/,
		],
		[
			'a task that is not there',
			{ ...task('0123456789abcdef0123456789abcdef'), operation: 'stop' },
			/has no task 0123456789abcdef/,
		],
		[
			'deregistering a whole family',
			{ ...revision('no-such'), operation: 'deregister' },
			/names a family, not one revision/,
		],
		[
			'service deployments, which the emulator does not know',
			{ resource: 'serviceDeployment', operation: 'getMany', returnAll: true },
			/did not answer ListServiceDeployments.*base URL/,
		],
		['a roll back without them', { operation: 'rollBack' }, /did not answer ListServiceDeployments/],
	])('fails with a sentence: %s', async (_what, more, expected) => {
		expect(await failure(more)).toMatch(expected);
	});
});
