import { RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';

import { redactedJson, valuesIn } from '../../../nodes/AwsEcs/state/redactedJson';
import { useManualClock } from '../../n8n/sandboxClock';
import { EcsDriver, image, named } from './ecsDriver';

const canary = (place: string) => `planted-canary-${place}`;

const container = {
	name: 'app',
	image: 'app:1',
	command: ['serve', `--token=${canary('command')}`],
	entryPoint: [canary('entryPoint')],
	environment: [{ name: 'TOKEN', value: canary('environment') }],
	environmentFiles: [{ type: 's3' as const, value: `arn:aws:s3:::${canary('environmentFile')}/a.env` }],
	dockerLabels: { constructor: canary('label') },
	healthCheck: { command: ['CMD-SHELL', `curl -H "${canary('healthCheck')}"`] },
	logConfiguration: {
		logDriver: 'awsfirelens' as const,
		options: { Name: 'datadog', apikey: canary('logOption'), 'awslogs-group': '/ecs/app' },
		secretOptions: [{ name: 'key', valueFrom: canary('secretOption') }],
	},
	firelensConfiguration: { type: 'fluentbit' as const, options: { 'config-file-value': canary('firelens') } },
	repositoryCredentials: { credentialsParameter: canary('registry') },
};

const definition = {
	family: 'app',
	containerDefinitions: [container],
	proxyConfiguration: { containerName: 'app', properties: [{ name: 'IgnoredUID', value: canary('proxy') }] },
	volumes: [
		{
			name: 'share',
			dockerVolumeConfiguration: { driverOpts: { o: canary('driver') }, labels: { a: canary('volumeLabel') } },
		},
	],
};

const service = {
	serviceName: 'app',
	deployments: [
		{ serviceConnectConfiguration: { logConfiguration: { options: { 'splunk-token': canary('serviceConnect') } } } },
	],
	deploymentConfiguration: { lifecycleHooks: [{ hookDetails: { secret: canary('hook') } }] },
};

const task = {
	overrides: {
		containerOverrides: [
			{ name: 'app', command: [canary('override')], environment: [{ name: 'A', value: canary('overrideVariable') }] },
		],
	},
};

it('raw output shows names and no value of what people set freely', () => {
	const shown = JSON.stringify([redactedJson(definition), redactedJson(service), redactedJson(task)]);
	expect(shown).not.toContain('planted-canary');
	for (const name of [
		'TOKEN',
		'apikey',
		'constructor',
		'IgnoredUID',
		'config-file-value',
		'splunk-token',
		'/ecs/app',
		'app:1',
	]) {
		expect(shown).toContain(name);
	}
});

it('the values of a request are known, so that no error repeats them, but not the names that its words need', () => {
	const values = valuesIn({
		...definition,
		containerDefinitions: [{ ...container, environment: [{ name: 'FAMILY', value: 'app' }, ...container.environment] }],
	});
	expect(values).toEqual(
		expect.arrayContaining([canary('environment'), `--token=${canary('command')}`, canary('logOption')]),
	);
	expect(values).not.toContain('app');
});

describe('by the node', () => {
	const clock = useManualClock();
	let aws: EcsDriver;

	beforeEach(async () => {
		aws = await EcsDriver.start(clock);
	});
	afterEach(async () => {
		expect(aws.recorder.violations()).toEqual([]);
		await aws.sandbox.close();
	});

	it('a task definition and a task hide them in raw output', async () => {
		const { taskDefinition } = await aws.somebody.send(
			new RegisterTaskDefinitionCommand({ ...definition, networkMode: 'awsvpc', memory: '512' }),
		);
		const arn = named(taskDefinition?.taskDefinitionArn ?? '');
		const got = await aws.run({ resource: 'taskDefinition', operation: 'get', taskDefinition: arn, simplify: false });
		const overrides = { command: [{ container: 'app', command: `["run", "${canary('override')}"]` }] };
		const ran = await aws.run({
			resource: 'task',
			operation: 'run',
			networkService: 'nanda-workers',
			taskDefinition: arn,
			overrides,
			simplify: false,
			waitForCompletion: false,
		});
		expect(JSON.stringify([got, ran])).not.toContain('planted-canary');
		expect(got).toMatchObject({
			containerDefinitions: [{ logConfiguration: { options: { apikey: '(not shown)', 'awslogs-group': '/ecs/app' } } }],
		});
	});

	it("AWS's words on a registration or a run repeat none, in no encoding", async () => {
		const value = 'planted-canary/of a value';
		const message = `Invalid value ${value} (${encodeURIComponent(value)}, ${Buffer.from(value).toString('base64')}) in container nanda-workers`;
		const environment = { variable: [{ container: 'nanda-workers', name: 'KEY', value }] };
		await aws.fault('ecs.RegisterTaskDefinition', 'ClientException', { message });
		const failed = await aws.failure({ operation: 'deploy', ...image('v5'), environment });
		await aws.fault('ecs.RunTask', 'ClientException', { message });
		const overrides = { variable: [{ container: 'nanda-workers', name: 'KEY', value }] };
		const refused = await aws.failure({
			resource: 'task',
			operation: 'run',
			networkService: 'nanda-workers',
			taskDefinition: named('nanda-workers'),
			overrides,
		});
		for (const { message: words, advice } of [failed, refused]) {
			expect(words).toMatch(/Invalid value \*\*\* \(\*\*\*, .*\) in container nanda-workers/);
			expect(words + advice).not.toMatch(/planted-canary|cGxhbnRlZC1jYW5hcnk/);
		}
	});
});
