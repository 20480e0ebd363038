import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';

import { createSandbox } from '../../../sandbox/index';
import type { Sandbox } from '../../../sandbox/index';
import { CLUSTER, SANDBOX_KEYS } from './awsDriver';
import { registerImage } from './registerImage';

let sandbox: Sandbox;
let ecs: ECSClient;

beforeEach(async () => {
	sandbox = await createSandbox({ timeScale: Infinity });
	ecs = new ECSClient({
		region: 'eu-central-1',
		endpoint: `${sandbox.origin}/aws`,
		credentials: SANDBOX_KEYS,
		maxAttempts: 1,
	});
});

afterEach(async () => {
	ecs.destroy();
	await sandbox.close();
});

async function primary(service: string) {
	const { services } = await ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [service] }));
	return services?.[0]?.deployments?.[0];
}

async function deploy(service: string, tag: string): Promise<string> {
	const taskDefinition = await registerImage(ecs, service, tag);
	const answer = await ecs.send(
		new UpdateServiceCommand({
			cluster: CLUSTER,
			service,
			taskDefinition,
			deploymentConfiguration: { deploymentCircuitBreaker: { enable: false, rollback: false } },
		}),
	);
	return answer.service?.deployments?.[0]?.id ?? '';
}

/** Answers come over HTTP: each asks the event loop for a turn, in which the due timers run. */
async function until(isDone: () => Promise<boolean>): Promise<void> {
	for (let asked = 0; asked < 200; asked += 1) if (await isDone()) return;
	throw new Error('Not done after 200 answers');
}

test('a deployment ends at once, and an image that always crashes leaves the sandbox usable', async () => {
	const id = await deploy('gateway', 'v2');
	await until(async () => (await primary('gateway'))?.rolloutState === 'COMPLETED');
	expect((await primary('gateway'))?.id).toBe(id);
	await deploy('nanda-workers', 'crash');
	await until(async () => ((await primary('nanda-workers'))?.failedTasks ?? 0) >= 100);
	expect((await primary('nanda-workers'))?.rolloutState).toBe('IN_PROGRESS');
});

test('reset brings the seed back', async () => {
	const id = (await primary('gateway'))?.id;
	await deploy('gateway', 'v2');
	await sandbox.reset();
	const after = await primary('gateway');
	expect(after).toMatchObject({ rolloutState: 'COMPLETED', runningCount: 2 });
	expect(after?.taskDefinition).toMatch(/gateway:1$/);
	expect(after?.id).not.toBe(id);
});
