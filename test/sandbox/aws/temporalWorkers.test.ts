import {
	DescribeTaskDefinitionCommand,
	ECSClient,
	RegisterTaskDefinitionCommand,
	UpdateServiceCommand,
} from '@aws-sdk/client-ecs';

import { createAwsPlatform } from '../../../sandbox/aws/index';
import { createManualClock, type ManualClock } from '../../../sandbox/kernel/clock';
import { type Sandbox, startSandbox } from '../../../sandbox/kernel/sandbox';
import { createTemporalPlatform } from '../../../sandbox/temporal/index';
import { TEMPORAL_API_KEY } from '../../../sandbox/temporal/seed';
import { type JsonRecord, readRecords } from '../../../tools/json';
import { CLUSTER, SANDBOX_KEYS } from './awsDriver';

/*
 * Workers of Temporal Cloud as docs/temporal-cloud.md has them: a service of ECS whose tasks make their own version
 * current. What ECS calls deployed is what takes new workflows, and what it brings back does so again.
 */

const SERVICE = 'nanda-workers';
const NAMESPACE = 'candlefish.a1b2c';
const DEPLOYMENT = 'paintbox-cloud';

let sandbox: Sandbox;
let clock: ManualClock;
let ecs: ECSClient;

beforeEach(async () => {
	clock = createManualClock();
	sandbox = await startSandbox({ platforms: [createAwsPlatform, createTemporalPlatform], clock, seed: 'workers' });
	const origin = `${sandbox.origin}/aws`;
	ecs = new ECSClient({ region: 'us-east-1', endpoint: origin, credentials: SANDBOX_KEYS, maxAttempts: 1 });
	await fetch(`${sandbox.origin}/_sandbox/temporal/namespaces`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ name: NAMESPACE }),
	});
});

afterEach(async () => {
	ecs.destroy();
	await sandbox.close();
});

/** Deploys an image of the workers; what its container finds in its environment beside the rest. */
async function deploy(tag: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
	const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: SERVICE }));
	const [container] = taskDefinition?.containerDefinitions ?? [];
	const variables = {
		TEMPORAL_ADDRESS: `${sandbox.origin}/temporal`,
		TEMPORAL_NAMESPACE: NAMESPACE,
		TEMPORAL_DEPLOYMENT: DEPLOYMENT,
		TEMPORAL_API_KEY,
		...environment,
	};
	const { taskDefinition: registered } = await ecs.send(
		new RegisterTaskDefinitionCommand({
			family: SERVICE,
			networkMode: taskDefinition?.networkMode,
			requiresCompatibilities: taskDefinition?.requiresCompatibilities,
			cpu: taskDefinition?.cpu,
			memory: taskDefinition?.memory,
			executionRoleArn: taskDefinition?.executionRoleArn,
			containerDefinitions: [
				{
					...container,
					image: container?.image?.replace(/:[^:]*$/, `:${tag}`),
					environment: Object.entries(variables).map(([name, value]) => ({ name, value })),
				},
			],
		}),
	);
	const { service } = await ecs.send(
		new UpdateServiceCommand({
			cluster: CLUSTER,
			service: SERVICE,
			taskDefinition: registered?.taskDefinitionArn,
			deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
		}),
	);
	return service?.deployments?.[0]?.id ?? '';
}

const aws = (): JsonRecord => {
	const { services } = (sandbox.state() as { aws: JsonRecord }).aws as { services: JsonRecord[] };
	return services.find(({ name }) => name === SERVICE) ?? {};
};
const deployments = (): JsonRecord[] => readRecords(aws(), 'deployments');

/** Until ECS says how it ended, or for so long. */
async function ended(limitSeconds = 3600): Promise<void> {
	for (let seconds = 0; seconds < limitSeconds; seconds += 5) {
		clock.advance(5000);
		// What the containers' programs ask is answered in real time.
		await new Promise((resolve) => setImmediate(resolve));
		await fetch(`${sandbox.origin}/_sandbox/state/aws`).then(async (answer) => await answer.text());
		if (deployments().length === 1 && deployments()[0]?.rollout_state === 'COMPLETED') return;
	}
	throw new Error(`ECS was not done after ${limitSeconds} s: ${JSON.stringify(deployments())}`);
}

function versions(): Record<string, unknown> {
	const { temporal } = sandbox.state() as { temporal: JsonRecord };
	const namespace = readRecords(temporal, 'namespaces').find(({ name }) => name === NAMESPACE) ?? {};
	const found = readRecords(namespace, 'deployments').find(({ name }) => name === DEPLOYMENT) ?? {};
	const workers = readRecords(found, 'versions').map(({ buildId, workers: count }) => [buildId, count]);
	return { current: found.current, workers: Object.fromEntries(workers) as unknown };
}

it('are current once ECS calls them deployed, and the older ones are gone', async () => {
	await deploy('v4');
	await ended();
	expect(versions()).toEqual({ current: 'v4', workers: { v4: 2 } });
	await deploy('v5');
	await ended();
	expect(versions()).toMatchObject({ current: 'v5', workers: { v4: 0 } });
});

it.each([
	['their key is refused', { TEMPORAL_API_KEY: 'wrong' }],
	['their namespace is not there', { TEMPORAL_NAMESPACE: 'candlefish.zzzzz' }],
])('are not deployed when %s: the older version runs on, and is current', async (_what, environment) => {
	await deploy('v4');
	await ended();
	await deploy('v5', environment);
	await ended();
	expect(versions()).toMatchObject({ current: 'v4' });
	expect(String(deployments()[0]?.task_definition)).toContain(':4');
});
