import { useManualClock } from '../../n8n/sandboxClock';
import { EcsDriver, image, named, registry, secretAccessKey } from './ecsDriver';

const clock = useManualClock();
let aws: EcsDriver;

beforeEach(async () => {
	aws = await EcsDriver.start(clock);
});
afterEach(async () => {
	expect(aws.recorder.violations()).toEqual([]);
	await aws.sandbox.close();
});

const byId = (value: unknown) => ({ __rl: true, mode: 'id', value: String(value) });

describe('Task', () => {
	const run = { resource: 'task', operation: 'run', networkService: 'nanda-workers' };

	async function register(tag: string): Promise<string> {
		const made = await aws.run({
			resource: 'taskDefinition',
			operation: 'register',
			taskDefinition: named('nanda-workers'),
			...image(tag),
		});
		return String(made.version);
	}

	it('runs to the end and gives the exit codes', async () => {
		const version = await register('exit-0');
		const task = await aws.run({ ...run, taskDefinition: named(version) });
		expect(task).toMatchObject({ verified: true, status: 'STOPPED', version, containers: [{ exitCode: 0 }] });
		const log = await aws.run({ resource: 'task', operation: 'logTail', task: byId(task.id) });
		expect(log).toMatchObject({ logGroup: '/ecs/nanda-workers', container: 'nanda-workers' });
		expect((log.lines as unknown[]).length).toBeGreaterThan(0);
		const none = await aws.run({
			resource: 'task',
			operation: 'logTail',
			task: byId(task.id),
			filterPattern: 'no-such-word',
		});
		expect(none.lines).toEqual([]);
	});

	it('fails with the exit code and the reason', async () => {
		const failed = await aws.failure({ ...run, taskDefinition: named(await register('exit-3')) });
		expect(failed.message).toMatch(/1 of 1 tasks of nanda-workers:4 failed: [0-9a-f]{32}: .*exited with 3/);
		expect(failed.advice).toMatch(/Log Tail/);
	});

	it('fails when the container never started: no exit code is not 0', async () => {
		const failed = await aws.failure({ ...run, taskDefinition: named(await register('no-pull')) });
		expect(failed.message).toMatch(/1 of 1 tasks .* failed: [0-9a-f]{32}: CannotPullContainerError/);
	});

	it('goes on through a rate limit, and names what was started where it can no longer look', async () => {
		aws.later(10_000, async () => await aws.fault('ecs.DescribeTasks', 'ThrottlingException', { times: 15 }));
		expect(await aws.run({ ...run, taskDefinition: named('nanda-workers') })).toMatchObject({
			verified: true,
			status: 'STOPPED',
		});
		aws.later(10_000, async () => await aws.fault('ecs.DescribeTasks', 'AccessDeniedException', { times: 15 }));
		const failed = await aws.failure({ ...run, taskDefinition: named('nanda-workers') });
		expect(failed.message).toMatch(
			/Running of nanda-workers:3 as task [0-9a-f]{32} was started, but can no longer be followed/,
		);
		expect(failed.advice).toMatch(/before you run them again/);
	});

	it('fails when the answer is 200 but names failures', async () => {
		await aws.control('/placement-failures', { count: 1, reason: 'RESOURCE:MEMORY' });
		const failed = await aws.failure({ ...run, taskDefinition: named('nanda-workers') });
		expect(failed.message).toMatch(/started 0 of 1 tasks of nanda-workers:3: RESOURCE:MEMORY/);
		expect(failed.advice).toMatch(/Nothing was started/);
	});

	it('starts nothing twice when the answer was lost, nor for the same run key', async () => {
		const parameters = {
			...run,
			taskDefinition: named('nanda-workers'),
			waitForCompletion: false,
			runKey: 'release-7-migrate',
		};
		await aws.fault('ecs.RunTask', 'ServerException', { carriedOut: true });
		const first = await aws.run(parameters);
		const second = await aws.run(parameters);
		expect(second.id).toBe(first.id);
		const tasks = await aws.items({
			resource: 'task',
			operation: 'getMany',
			filters: { family: 'nanda-workers' },
			returnAll: true,
		});
		expect(tasks.filter(({ json }) => json.startedBy === 'slipway')).toHaveLength(1);
	});

	it('wants to know where to run', async () => {
		const failed = await aws.failure({ ...run, networkService: '', taskDefinition: named('nanda-workers') });
		expect(failed.message).toMatch(/needs subnets: its network mode is awsvpc/);
	});

	it('stops a task, and stopping it again changes nothing', async () => {
		const [first] = await aws.items({ resource: 'task', operation: 'getMany' });
		const stop = { resource: 'task', operation: 'stop', task: byId(first?.json.id) };
		expect(await aws.run(stop)).toMatchObject({ status: 'STOPPED', verified: true });
		await aws.run(stop);
		expect(aws.calls('StopTask')).toHaveLength(1);
		expect(await aws.run({ ...stop, operation: 'get' })).toMatchObject({
			reason: expect.stringContaining('Stopped by n8n'),
		});
	});
});

describe('Task Definition', () => {
	const resource = 'taskDefinition';

	it('registers a copy once, however often it runs', async () => {
		const parameters = { resource, operation: 'register', taskDefinition: named('nanda-workers:3'), ...image('v9') };
		expect(await aws.run(parameters)).toMatchObject({ version: 'nanda-workers:4', isNew: true });
		expect(await aws.run(parameters)).toMatchObject({ version: 'nanda-workers:4', isNew: false });
	});

	it('never deregisters what runs', async () => {
		const failed = await aws.failure({ resource, operation: 'deregister', taskDefinition: named('nanda-workers:3') });
		expect(failed.message).toMatch(/in use, so it was not deregistered: service candlefish\/nanda-workers/);
		expect(aws.calls('DeregisterTaskDefinition')).toHaveLength(0);
		const parameters = { resource, operation: 'deregister', taskDefinition: named('nanda-workers:1') };
		expect(await aws.run(parameters)).toMatchObject({ status: 'INACTIVE', isChanged: true });
		expect(await aws.run(parameters)).toMatchObject({ isChanged: false });
	});

	it("shows no value of a variable, not even in ECS's own words", async () => {
		const environment = { variable: [{ container: 'nanda-workers', name: 'TOKEN', value: 'planted-canary' }] };
		const made = await aws.run({
			resource,
			operation: 'register',
			taskDefinition: named('nanda-workers'),
			environment,
			simplify: false,
		});
		expect(JSON.stringify(made)).toContain('{"name":"TOKEN","value":"(not shown)"}');
		const got = await aws.run({ resource, operation: 'get', taskDefinition: named('nanda-workers'), simplify: false });
		const overrides = { variable: [{ container: 'nanda-workers', name: 'TOKEN', value: 'planted-canary' }] };
		const task = await aws.run({
			resource: 'task',
			operation: 'run',
			networkService: 'nanda-workers',
			taskDefinition: named('nanda-workers:3'),
			overrides,
			simplify: false,
		});
		expect(JSON.stringify([made, got, task])).not.toContain('planted-canary');
	});

	it('shows variables by name alone', async () => {
		const shown = await aws.run({ resource, operation: 'get', taskDefinition: named('nanda-workers') });
		expect(shown).toMatchObject({ version: 'nanda-workers:3', containers: [{ environment: ['ENVIRONMENT'] }] });
		const many = await aws.items({ resource, operation: 'getMany', family: 'nanda-workers', limit: 2 });
		expect(many.map(({ json }) => json.version)).toEqual(['nanda-workers:3', 'nanda-workers:2']);
	});
});

describe('pickers and lists', () => {
	it('find clusters, services, families, revisions and tasks', async () => {
		const names = async (method: string, filter?: string) =>
			(await aws.search(method, filter)).results.map(({ name }) => name);
		expect(await names('searchClusters')).toEqual(['candlefish (2 services)']);
		expect(await names('searchServices', 'GATE')).toEqual(['gateway']);
		expect(await names('searchTaskDefinitionFamilies', 'nanda')).toEqual(['nanda-workers']);
		expect(await names('searchTaskDefinitions', 'nanda')).toEqual([
			'nanda-workers:3',
			'nanda-workers:2',
			'nanda-workers:1',
		]);
		expect((await names('searchTasks', 'gateway')).length).toBe(2);
		expect(await aws.items({ resource: 'cluster', operation: 'getMany' })).toHaveLength(1);
		expect(await aws.items({ operation: 'getMany', returnAll: true })).toHaveLength(2);
	});
});

describe('bad input gets a sentence that says what to do', () => {
	it.each([
		[
			'a task definition family that does not exist',
			{ operation: 'deploy', deployWhat: 'revision', taskDefinition: named('no-such-family') },
			/DescribeTaskDefinition \(ClientException\)/,
			/Choose the task definition from the list/,
		],
		[
			'an empty container name',
			{
				resource: 'taskDefinition',
				operation: 'register',
				taskDefinition: named('nanda-workers'),
				images: { image: [{ container: '', image: `${registry}/nanda-workers:v5` }] },
			},
			/An image has an empty container/,
			/as it is in the task definition/,
		],
		[
			'an unknown container',
			{ operation: 'deploy', ...image('v5', {}, 'sidecar') },
			/has no container "sidecar"/,
			/one of its containers: nanda-workers/,
		],
		[
			'an image that does not parse',
			{ operation: 'deploy', images: { image: [{ container: 'nanda-workers', image: 'Not An Image' }] } },
			/"Not An Image" is not an image/,
			/registry\/repository:tag/,
		],
		[
			'a digest that does not parse',
			{ operation: 'deploy', ...image('v5', { expectedDigest: 'abc' }) },
			/expected digest .* cannot be read/,
			/64 hexadecimal digits/,
		],
		['nothing to deploy', { operation: 'deploy' }, /nothing to deploy/, /Force New Deployment/],
		[
			'an unknown service',
			{ operation: 'get', service: named('nobody') },
			/Cluster candlefish has no service nobody/,
			/region us-east-1/,
		],
		[
			'an unknown cluster',
			{ operation: 'get', cluster: named('nowhere') },
			/ClusterNotFoundException/,
			/credential's region, us-east-1/,
		],
		[
			'a family where one revision is wanted',
			{ resource: 'taskDefinition', operation: 'deregister', taskDefinition: named('nanda-workers') },
			/names a family, not one revision/,
			/nanda-workers:12/,
		],
		[
			'an unknown task',
			{ resource: 'task', operation: 'get', task: { __rl: true, mode: 'id', value: 'f'.repeat(32) } },
			/has no task f+/,
			/about an hour/,
		],
	])('%s', async (_what, parameters, message, advice) => {
		const failed = await aws.failure(parameters);
		expect(failed.message).toMatch(message);
		expect(failed.advice).toMatch(advice);
		expect(aws.calls('UpdateService')).toHaveLength(0);
	});

	it.each([
		[
			'a wrong secret key',
			{ secretAccessKey: 'not-the-right-secret-key' },
			/InvalidSignatureException/,
			/secret access key does not belong/,
		],
		[
			'an unknown access key',
			{ accessKeyId: 'AKIANOBODY0000000000' },
			/UnrecognizedClientException/,
			/does not know this access key/,
		],
		['no region', { region: '' }, /names no region/, /us-east-1/],
		['a region that is none', { region: 'virginia' }, /region "virginia" is not the code/, /us-east-1/],
		['a role that is none', { assumeRoleArn: 'deployer' }, /"deployer", is not the ARN of a role/, /arn:aws:iam/],
		[
			'a role that does not trust the key',
			{ assumeRoleArn: 'arn:aws:iam::123456789012:role/denied' },
			/refused AssumeRole \(AccessDenied/,
			/trust policy/,
		],
		['a base URL that is none', { baseUrl: 'aws' }, /not an http or https address: aws/, /Leave it empty/],
		[
			'a host that does not answer',
			{ baseUrl: 'http://127.0.0.1:9' },
			/did not answer DescribeServices: .*ECONNREFUSED/,
			/may reach that host/,
		],
	])('%s in the credential', async (_what, credential, message, advice) => {
		const failed = await aws.failure({ operation: 'get' }, { credential });
		expect(failed.message).toMatch(message);
		expect(failed.advice).toMatch(advice);
		expect(failed.everything).not.toContain('not-the-right-secret-key');
		expect(failed.everything).not.toContain(secretAccessKey);
	});
});
