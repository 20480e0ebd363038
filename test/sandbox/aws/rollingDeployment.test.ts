import {
	CreateServiceCommand,
	DescribeServiceDeploymentsCommand,
	ListServiceDeploymentsCommand,
	StopServiceDeploymentCommand,
	UpdateServiceCommand,
	waitUntilServicesStable,
	DescribeServiceRevisionsCommand,
} from '@aws-sdk/client-ecs';
import type { Service, ServiceDeployment } from '@aws-sdk/client-ecs';

import { AwsDriver, CLUSTER } from './awsDriver';
import { registerImage } from './registerImage';

const WORKERS = 'nanda-workers';
let aws: AwsDriver;

beforeEach(async () => {
	aws = await AwsDriver.start();
});

afterEach(async () => {
	expect(aws.contract.violations()).toEqual([]);
	expect(aws.contract.checked('aws')).toBeGreaterThan(0);
	await aws.close();
});

async function deploy(tag: string, service = WORKERS): Promise<{ id: string; service: Service | undefined }> {
	const taskDefinition = await registerImage(aws.ecs, service, tag);
	const answer = await aws.ecs.send(new UpdateServiceCommand({ cluster: CLUSTER, service, taskDefinition }));
	return { id: answer.service?.deployments?.[0]?.id ?? '', service: answer.service };
}

async function newest(service = WORKERS): Promise<ServiceDeployment> {
	const { serviceDeployments } = await aws.ecs.send(new ListServiceDeploymentsCommand({ cluster: CLUSTER, service }));
	const { serviceDeployments: described } = await aws.ecs.send(
		new DescribeServiceDeploymentsCommand({
			serviceDeploymentArns: [serviceDeployments?.[0]?.serviceDeploymentArn ?? ''],
		}),
	);
	const [deployment] = described ?? [];
	if (!deployment) throw new Error('There is no service deployment');
	return deployment;
}

test('a rolling deployment takes four to six minutes and ends with the new digest on every task', async () => {
	const before = await aws.service(WORKERS);
	const { id, service } = await deploy('v4');
	expect(service?.deployments).toHaveLength(2);
	expect(service?.deployments?.[0]).toMatchObject({ status: 'PRIMARY', rolloutState: 'IN_PROGRESS' });
	expect(service?.deployments?.[1]).toMatchObject({ id: before.deployments?.[0]?.id, status: 'ACTIVE' });
	const seconds = await aws.advanceUntil(async () => (await aws.deployment(WORKERS, id))?.rolloutState === 'COMPLETED');
	expect(seconds).toBeGreaterThanOrEqual(240);
	expect(seconds).toBeLessThanOrEqual(360);
	const after = await aws.service(WORKERS);
	expect(after.deployments).toHaveLength(1);
	expect(after).toMatchObject({ runningCount: 2, pendingCount: 0 });
	expect(after.taskDefinition).toMatch(/nanda-workers:4$/);
	const digests = (await aws.tasks(WORKERS)).map((task) => task.containers?.[0]?.imageDigest);
	const { serviceRevisions } = await aws.ecs.send(
		new DescribeServiceRevisionsCommand({
			serviceRevisionArns: [after.currentServiceRevisions?.[0]?.arn ?? ''],
		}),
	);
	const wanted = serviceRevisions?.[0]?.containerImages?.[0]?.imageDigest;
	expect(wanted).toMatch(/^sha256:[0-9a-f]{64}$/);
	expect(digests).toEqual([wanted, wanted]);
	expect((await newest()).status).toBe('SUCCESSFUL');
	expect(after.events?.map(({ message }) => message)).toEqual(
		expect.arrayContaining([
			`(service nanda-workers) (deployment ${id}) deployment completed.`,
			'(service nanda-workers) has reached a steady state.',
		]),
	);
});

test('never fewer healthy tasks than the minimum while it rolls', async () => {
	const { id } = await deploy('v4');
	let fewest = Number.POSITIVE_INFINITY;
	await aws.advanceUntil(async () => {
		const healthy = (await aws.tasks(WORKERS)).filter(({ healthStatus }) => healthStatus === 'HEALTHY');
		fewest = Math.min(fewest, healthy.length);
		return (await aws.deployment(WORKERS, id))?.rolloutState === 'COMPLETED';
	});
	expect(fewest).toBe(2);
});

test.each([
	['no-pull', /CannotPullContainerError/, 'TaskFailedToStart', undefined],
	['crash', /Essential container in task exited/, 'EssentialContainerExited', 137],
	['exit-1', /Essential container in task exited/, 'EssentialContainerExited', 1],
	['unhealthy', /Task failed container health checks/, 'ServiceSchedulerInitiated', 143],
])('%s trips the circuit breaker: stable again, on the old image', async (tag, reason, code, exitCode) => {
	const old = (await aws.tasks(WORKERS)).map(({ taskArn }) => taskArn).sort();
	const { id } = await deploy(tag);
	await aws.advanceUntil(async () => (await newest()).status === 'ROLLBACK_SUCCESSFUL');
	const service = await aws.service(WORKERS);
	// What a waiter for "the service is stable" calls a success.
	await waitUntilServicesStable({ client: aws.ecs, maxWaitTime: 30 }, { cluster: CLUSTER, services: [WORKERS] });
	expect(service.deployments).toHaveLength(1);
	expect(service.deployments?.[0]?.id).not.toBe(id);
	expect(service.deployments?.[0]?.rolloutState).toBe('COMPLETED');
	expect(service.taskDefinition).toMatch(/nanda-workers:3$/);
	expect((await aws.tasks(WORKERS)).map(({ taskArn }) => taskArn).sort()).toEqual(old);
	const deployment = await newest();
	expect(deployment.deploymentCircuitBreaker).toMatchObject({ status: 'TRIGGERED', threshold: 3 });
	expect(deployment.deploymentCircuitBreaker?.failureCount).toBeGreaterThanOrEqual(3);
	expect(deployment.rollback?.reason).toMatch(/circuit breaker/);
	const stopped = (await aws.tasks(WORKERS, 'STOPPED')).filter(({ startedBy }) => startedBy === id);
	expect(stopped.length).toBeGreaterThanOrEqual(3);
	expect(stopped[0]).toMatchObject({ stopCode: code, stoppedReason: expect.stringMatching(reason) });
	expect(stopped[0]?.containers?.[0]?.exitCode).toBe(exitCode);
});

test('while it rolls back the failed deployment says why and the new primary says to what', async () => {
	const before = (await aws.service(WORKERS)).deployments?.[0]?.id ?? '';
	const { id } = await deploy('crash');
	await aws.advanceUntil(async () => (await aws.deployment(WORKERS, id))?.rolloutState === 'FAILED');
	const { deployments = [] } = await aws.service(WORKERS);
	expect(deployments[0]).toMatchObject({
		status: 'PRIMARY',
		rolloutState: 'IN_PROGRESS',
		rolloutStateReason: `ECS deployment circuit breaker: rolling back to deploymentId ${before}.`,
	});
	expect(deployments[0]?.id).not.toBe(before);
	expect(deployments.find((each) => each.id === id)).toMatchObject({
		status: 'ACTIVE',
		rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
	});
});

test('without roll back the breaker leaves the failed deployment, and the old tasks running', async () => {
	await aws.ecs.send(
		new UpdateServiceCommand({
			cluster: CLUSTER,
			service: WORKERS,
			deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: false } },
		}),
	);
	const { id } = await deploy('crash');
	await aws.advanceUntil(async () => (await newest()).status === 'STOPPED');
	aws.clock.advance(600_000);
	const service = await aws.service(WORKERS);
	expect(service.deployments?.[0]).toMatchObject({ id, status: 'PRIMARY', rolloutState: 'FAILED' });
	expect(service.runningCount).toBe(2);
	expect(service.deployments?.[1]).toMatchObject({ status: 'ACTIVE', runningCount: 2 });
});

test('stuck never ends, and a roll back that is asked for ends it', async () => {
	const { id } = await deploy('stuck');
	aws.clock.advance(3 * 3_600_000);
	expect((await aws.deployment(WORKERS, id))?.rolloutState).toBe('IN_PROGRESS');
	const deployment = await newest();
	const stop = (stopType: 'ABORT' | 'ROLLBACK') =>
		aws.ecs.send(
			new StopServiceDeploymentCommand({
				serviceDeploymentArn: deployment.serviceDeploymentArn,
				stopType,
			}),
		);
	await expect(stop('ABORT')).rejects.toMatchObject({ name: 'InvalidParameterException' });
	await stop('ROLLBACK');
	expect((await newest()).status).toBe('ROLLBACK_REQUESTED');
	await aws.advanceUntil(async () => (await newest()).status === 'ROLLBACK_SUCCESSFUL');
	await expect(stop('ROLLBACK')).rejects.toMatchObject({ name: 'ConflictException' });
	expect((await aws.service(WORKERS)).taskDefinition).toMatch(/nanda-workers:3$/);
});

test('a newer update supersedes one that is under way', async () => {
	const first = await deploy('v4');
	aws.clock.advance(60_000);
	const superseded = await newest();
	const second = await deploy('v5');
	await aws.advanceUntil(async () => (await aws.deployment(WORKERS, second.id))?.rolloutState === 'COMPLETED');
	expect(await aws.deployment(WORKERS, first.id)).toBeUndefined();
	const { serviceDeployments } = await aws.ecs.send(
		new DescribeServiceDeploymentsCommand({
			serviceDeploymentArns: [superseded.serviceDeploymentArn ?? ''],
		}),
	);
	expect(serviceDeployments?.[0]).toMatchObject({
		status: 'STOPPED',
		statusReason: expect.stringMatching(/newer deployment/),
	});
});

test('an alarm fails the deployment that watches it', async () => {
	await aws.ecs.send(
		new UpdateServiceCommand({
			cluster: CLUSTER,
			service: WORKERS,
			deploymentConfiguration: {
				alarms: { alarmNames: ['errors-high'], enable: true, rollback: true },
			},
		}),
	);
	await deploy('v4');
	aws.clock.advance(60_000);
	await aws.control('/alarms', { name: 'errors-high', state: 'ALARM' });
	expect(await newest()).toMatchObject({
		status: 'ROLLBACK_IN_PROGRESS',
		alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['errors-high'] },
	});
});

test('scales to nothing and back without a deployment', async () => {
	const id = (await aws.service(WORKERS)).deployments?.[0]?.id;
	const scale = (desiredCount: number) =>
		aws.ecs.send(new UpdateServiceCommand({ cluster: CLUSTER, service: WORKERS, desiredCount }));
	await scale(0);
	await aws.advanceUntil(async () => (await aws.service(WORKERS)).runningCount === 0);
	await scale(3);
	await aws.advanceUntil(async () => (await aws.service(WORKERS)).runningCount === 3);
	expect((await aws.service(WORKERS)).deployments?.[0]?.id).toBe(id);
});

test('a tag that moves reaches the tasks only with a new deployment', async () => {
	const image = (await aws.tasks(WORKERS))[0]?.containers?.[0]?.image;
	const { digest } = await aws.control('/images', { image, commit: 'abcdef1' });
	const before = (await aws.tasks(WORKERS))[0]?.containers?.[0]?.imageDigest;
	expect(before).not.toBe(digest);
	const { service } = await aws.ecs.send(
		new UpdateServiceCommand({ cluster: CLUSTER, service: WORKERS, forceNewDeployment: true }),
	);
	const id = service?.deployments?.[0]?.id;
	await aws.advanceUntil(async () => (await aws.deployment(WORKERS, id))?.rolloutState === 'COMPLETED');
	const digests = (await aws.tasks(WORKERS)).map((task) => task.containers?.[0]?.imageDigest);
	expect(digests).toEqual([digest, digest]);
});

test('a service on the internet answers with what its tasks run; an internal one does not', async () => {
	await aws.ecs.send(
		new CreateServiceCommand({
			cluster: CLUSTER,
			serviceName: 'internal',
			taskDefinition: 'nanda-workers',
			desiredCount: 1,
			networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d'] } },
		}),
	);
	const { id } = await deploy('main-0123abc', 'gateway');
	expect((await aws.visit('/ecs/candlefish/gateway/version.json')).body).toMatchObject({
		taskDefinition: 'gateway:1',
		commit: aws.sandbox.services.repositories.resolve('candlefish-ai/candlefish', 'main')?.sha,
	});
	await aws.advanceUntil(async () => (await aws.deployment('gateway', id))?.rolloutState === 'COMPLETED');
	const seen = new Set<unknown>();
	for (let request = 0; request < 4; request += 1) {
		const { body } = await aws.visit('/ecs/candlefish/gateway/version.json');
		expect(body).toMatchObject({ service: 'gateway', taskDefinition: 'gateway:2', commit: '0123abc' });
		seen.add(body.task);
	}
	expect(seen.size).toBe(2);
	expect((await aws.visit('/ecs/candlefish/gateway/health')).status).toBe(200);
	expect((await aws.visit('/ecs/candlefish/internal/health')).status).toBe(404);
});
