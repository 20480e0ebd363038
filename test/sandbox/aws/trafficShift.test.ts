import {
	ContinueServiceDeploymentCommand,
	DescribeServiceDeploymentsCommand,
	ListServiceDeploymentsCommand,
	UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import type { DeploymentConfiguration, ServiceDeployment } from '@aws-sdk/client-ecs';

import { AwsDriver, CLUSTER } from './awsDriver';
import { registerImage } from './registerImage';

const SERVICE = 'gateway';
let aws: AwsDriver;

beforeEach(async () => {
	aws = await AwsDriver.start();
});

afterEach(async () => {
	expect(aws.contract.violations()).toEqual([]);
	await aws.close();
});

async function deploy(tag: string, deploymentConfiguration: DeploymentConfiguration): Promise<string> {
	const taskDefinition = await registerImage(aws.ecs, SERVICE, tag);
	const { service } = await aws.ecs.send(
		new UpdateServiceCommand({ cluster: CLUSTER, service: SERVICE, taskDefinition, deploymentConfiguration }),
	);
	return service?.deployments?.[0]?.id ?? '';
}

async function newest(): Promise<ServiceDeployment> {
	const { serviceDeployments: briefs } = await aws.ecs.send(
		new ListServiceDeploymentsCommand({ cluster: CLUSTER, service: SERVICE }),
	);
	const { serviceDeployments } = await aws.ecs.send(
		new DescribeServiceDeploymentsCommand({
			serviceDeploymentArns: [briefs?.[0]?.serviceDeploymentArn ?? ''],
		}),
	);
	const [deployment] = serviceDeployments ?? [];
	if (!deployment) throw new Error('There is no service deployment');
	return deployment;
}

async function versionsSeen(requests: number): Promise<Record<string, number>> {
	const seen: Record<string, number> = {};
	for (let request = 0; request < requests; request += 1) {
		const { body } = await aws.visit(`/ecs/candlefish/${SERVICE}/version.json`);
		const version = String(body.taskDefinition);
		seen[version] = (seen[version] ?? 0) + 1;
	}
	return seen;
}

test('blue/green goes through its stages, bakes, and cleans up', async () => {
	const id = await deploy('v2', { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 });
	const stages: string[] = [];
	await aws.advanceUntil(async () => {
		const { lifecycleStage, status } = await newest();
		if (lifecycleStage && stages.at(-1) !== lifecycleStage) stages.push(lifecycleStage);
		return status === 'SUCCESSFUL';
	});
	expect(stages).toEqual([
		'RECONCILE_SERVICE',
		'PRE_SCALE_UP',
		'SCALE_UP',
		'POST_SCALE_UP',
		'TEST_TRAFFIC_SHIFT',
		'POST_TEST_TRAFFIC_SHIFT',
		'PRODUCTION_TRAFFIC_SHIFT',
		'POST_PRODUCTION_TRAFFIC_SHIFT',
		'BAKE_TIME',
		'CLEAN_UP',
	]);
	const { finishedAt, createdAt } = await newest();
	expect(Number(finishedAt) - Number(createdAt)).toBeGreaterThan(5 * 60_000);
	expect((await aws.deployment(SERVICE, id))?.rolloutState).toBe('COMPLETED');
	expect(await versionsSeen(4)).toEqual({ 'gateway:2': 4 });
});

test('a canary gets its share of the requests, and the rest after its bake time', async () => {
	await deploy('v2', {
		strategy: 'CANARY',
		canaryConfiguration: { canaryPercent: 25, canaryBakeTimeInMinutes: 10 },
	});
	await aws.advanceUntil(async () => (await newest()).lifecycleStage === 'PRODUCTION_TRAFFIC_SHIFT');
	expect((await newest()).targetServiceRevision?.requestedProductionTrafficWeight).toBe(25);
	expect((await newest()).sourceServiceRevisions?.[0]?.requestedProductionTrafficWeight).toBe(75);
	expect(await versionsSeen(20)).toEqual({ 'gateway:1': 15, 'gateway:2': 5 });
	aws.clock.advance(11 * 60_000);
	expect(await versionsSeen(5)).toEqual({ 'gateway:2': 5 });
	await aws.advanceUntil(async () => (await newest()).status === 'SUCCESSFUL');
});

test('linear goes in equal steps', async () => {
	await deploy('v2', {
		strategy: 'LINEAR',
		linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 2 },
	});
	const weights: number[] = [];
	await aws.advanceUntil(async () => {
		const { targetServiceRevision, status } = await newest();
		const weight = targetServiceRevision?.requestedProductionTrafficWeight ?? -1;
		if (weights.at(-1) !== weight) weights.push(weight);
		return status === 'SUCCESSFUL';
	});
	expect(weights).toEqual([0, 40, 80, 100]);
});

const pausing: DeploymentConfiguration = {
	strategy: 'BLUE_GREEN',
	bakeTimeInMinutes: 0,
	lifecycleHooks: [
		{
			targetType: 'PAUSE',
			lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
			timeoutConfiguration: { timeoutInMinutes: 60, action: 'ROLLBACK' },
		},
	],
};

async function untilPaused(): Promise<{ arn: string; hookId: string }> {
	await aws.advanceUntil(async () => (await newest()).lifecycleHookDetails?.[0]?.status === 'AWAITING_ACTION');
	const { serviceDeploymentArn = '', lifecycleHookDetails } = await newest();
	return { arn: serviceDeploymentArn, hookId: lifecycleHookDetails?.[0]?.hookId ?? '' };
}

test('a PAUSE hook waits until it is continued', async () => {
	await deploy('v2', pausing);
	const { arn, hookId } = await untilPaused();
	aws.clock.advance(30 * 60_000);
	expect((await newest()).status).toBe('IN_PROGRESS');
	expect(await versionsSeen(4)).toEqual({ 'gateway:1': 4 });
	const proceed = () =>
		aws.ecs.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn: arn, hookId, action: 'CONTINUE' }));
	await proceed();
	await aws.advanceUntil(async () => (await newest()).status === 'SUCCESSFUL');
	await expect(proceed()).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test.each([
	['a roll back that is asked for', 'FAILED'],
	['its timeout', 'TIMED_OUT'],
])('a PAUSE hook rolls back by %s', async (by, hookStatus) => {
	const id = await deploy('v2', pausing);
	const { arn, hookId } = await untilPaused();
	if (hookStatus === 'TIMED_OUT') {
		aws.clock.advance(61 * 60_000);
	} else {
		await aws.ecs.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn: arn, hookId, action: 'ROLLBACK' }));
	}
	expect(by).not.toBe('');
	expect((await newest()).lifecycleHookDetails?.[0]?.status).toBe(hookStatus);
	await aws.advanceUntil(async () => (await newest()).status === 'ROLLBACK_SUCCESSFUL');
	expect(await aws.deployment(SERVICE, id)).toBeUndefined();
	expect(await versionsSeen(4)).toEqual({ 'gateway:1': 4 });
});

test('green tasks that never get healthy roll back, and nobody was served by them', async () => {
	await deploy('unhealthy', { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1 });
	await aws.advanceUntil(async () => (await newest()).status === 'ROLLBACK_SUCCESSFUL');
	expect((await newest()).targetServiceRevision?.requestedProductionTrafficWeight).toBe(0);
	expect((await aws.service(SERVICE)).taskDefinition).toMatch(/gateway:1$/);
});

test('hooks with the rolling strategy are refused', async () => {
	await expect(deploy('v2', { ...pausing, strategy: 'ROLLING' })).rejects.toMatchObject({
		name: 'InvalidParameterException',
	});
});
