import {
	DeleteServiceCommand,
	ListServiceDeploymentsCommand,
	StopServiceDeploymentCommand,
	UpdateServiceCommand,
} from '@aws-sdk/client-ecs';

import { useManualClock } from '../../n8n/sandboxClock';
import { EcsDriver, image, registry } from './ecsDriver';

const clock = useManualClock();
let aws: EcsDriver;

beforeEach(async () => {
	aws = await EcsDriver.start(clock);
});
afterEach(async () => {
	expect(aws.recorder.violations()).toEqual([]);
	await aws.sandbox.close();
});

const target = { cluster: 'candlefish', service: 'nanda-workers' };

async function deploymentInFlight(): Promise<string> {
	const { serviceDeployments = [] } = await aws.somebody.send(
		new ListServiceDeploymentsCommand({ ...target, status: ['IN_PROGRESS'] }),
	);
	return serviceDeployments[0]?.serviceDeploymentArn ?? '';
}

describe('what is not a success', () => {
	it('a rolled back deployment, though its service is stable again on the old image', async () => {
		const failed = await aws.failure({ operation: 'deploy', ...image('main-crash') });
		expect(failed.message).toMatch(/nanda-workers:4\) was rolled back: .*circuit breaker/);
		expect(failed.message).toMatch(/exited with 137/);
		expect(failed.advice).toMatch(/deploy again/);
		expect(failed.data).toMatchObject({ release: { state: 'rolledBack', live: false, verified: false } });
		const service = await aws.describeService();
		expect(service?.taskDefinition).toMatch(/:3$/);
		expect(service?.runningCount).toBe(2);
	});

	it('an image that cannot be pulled', async () => {
		const failed = await aws.failure({ operation: 'deploy', ...image('no-pull') });
		expect(failed.message).toMatch(/rolled back.*tasks? stopped: .*CannotPullContainerError/);
	});

	it('containers that exit with 1', async () => {
		const failed = await aws.failure({ operation: 'deploy', ...image('exit-1') });
		expect(failed.message).toMatch(/rolled back.*exited with 1\b/);
	});

	it('containers whose health check never passes', async () => {
		const failed = await aws.failure({ operation: 'deploy', ...image('unhealthy') });
		expect(failed.message).toMatch(/rolled back.*health check/i);
	});

	it('failing tasks where the circuit breaker does not roll back', async () => {
		await aws.configure({ deploymentCircuitBreaker: { enable: true, rollback: false } });
		const failed = await aws.failure({ operation: 'deploy', ...image('crash') });
		expect(failed.message).toMatch(/failed: .*circuit breaker.*exited with 137/);
		expect(failed.advice).toMatch(/roll it back/);
	});

	it('failing tasks where no circuit breaker watches: the deadline ends it, with why they stopped', async () => {
		await aws.configure({ deploymentCircuitBreaker: { enable: false, rollback: false } });
		const failed = await aws.failure({ operation: 'deploy', timeoutSeconds: 300, ...image('crash') });
		expect(failed.message).toMatch(/not done after 30\d s, last seen: rolling: .*exited with 137/);
		expect(failed.advice).toMatch(/Roll Back/);
	});

	it('tasks that hang while starting, till the deadline', async () => {
		const failed = await aws.failure({ operation: 'deploy', timeoutSeconds: 240, ...image('stuck') });
		expect(failed.message).toMatch(/not done after 24\d s, last seen: rolling: .*2 tasks RUNNING, health UNKNOWN/);
	});

	it('a deployment that another update replaced', async () => {
		aws.later(
			20_000,
			async () => await aws.somebody.send(new UpdateServiceCommand({ ...target, taskDefinition: 'nanda-workers:1' })),
		);
		const failed = await aws.failure({ operation: 'deploy', ...image('v5') });
		expect(failed.message).toMatch(/was superseded: Deployment ecs-svc\/\d+ of nanda-workers:1 was started over it/);
	});

	it('a deployment that somebody stopped', async () => {
		aws.later(
			20_000,
			async () =>
				await aws.somebody.send(
					new StopServiceDeploymentCommand({ serviceDeploymentArn: await deploymentInFlight(), stopType: 'ROLLBACK' }),
				),
		);
		const failed = await aws.failure({ operation: 'deploy', ...image('v5') });
		expect(failed.message).toMatch(/was rolled back: .*StopServiceDeployment was called/);
	});

	it('a tag that was pointed to another image: all is well on ECS, on the old digest', async () => {
		const expectedDigest = `sha256:${'ab'.repeat(32)}`;
		const failed = await aws.failure({ operation: 'deploy', ...image('main', { expectedDigest }) });
		expect(failed.message).toMatch(
			/was superseded: Container nanda-workers runs sha256:[0-9a-f]{12}, not sha256:abababababab/,
		);
		expect(failed.advice).toMatch(/by its digest/);
		expect((await aws.describeService())?.deployments?.[0]?.rolloutState).toBe('COMPLETED');
	});

	it('a service that is scaled to 0: nothing is changed', async () => {
		await aws.run({ operation: 'scale', desiredCount: 0 });
		const failed = await aws.failure({ operation: 'deploy', ...image('v5') });
		expect(failed.message).toMatch(/desired count of 0/);
		expect(failed.advice).toMatch(/Scale it up first/);
		expect(aws.calls('RegisterTaskDefinition')).toHaveLength(0);
	});

	it('a service that is scaled to 0 while it deploys', async () => {
		aws.later(20_000, async () => await aws.somebody.send(new UpdateServiceCommand({ ...target, desiredCount: 0 })));
		const failed = await aws.failure({ operation: 'deploy', ...image('v5') });
		expect(failed.message).toMatch(/could not be verified: The service's desired count is 0/);
	});

	it('a service that is deleted while it deploys', async () => {
		aws.later(20_000, async () => await aws.somebody.send(new DeleteServiceCommand({ ...target, force: true })));
		const failed = await aws.failure({ operation: 'deploy', ...image('v5') });
		expect(failed.message).toMatch(/ failed: The service is (DRAINING|INACTIVE)/);
	});

	it('a canary whose alarm rings while it bakes', async () => {
		await aws.configure({
			strategy: 'CANARY',
			canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 5 },
			alarms: { alarmNames: ['errors-high'], enable: true, rollback: true },
		});
		aws.later(240_000, async () => await aws.control('/alarms', { name: 'errors-high', state: 'ALARM' }));
		const failed = await aws.failure({ operation: 'deploy', ...image('v5') });
		expect(failed.message).toMatch(/was rolled back: .*alarm errors-high/);
	});

	it('a paused deployment that somebody rolls back', async () => {
		await aws.configure({
			strategy: 'BLUE_GREEN',
			lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }],
		});
		const paused = await aws.run({ operation: 'deploy', whenPaused: 'return', ...image('v5') });
		expect(paused).toMatchObject({
			verified: false,
			live: false,
			state: 'rolling',
			paused: { stage: 'POST_TEST_TRAFFIC_SHIFT' },
		});
		aws.later(
			10_000,
			async () =>
				await aws.somebody.send(
					new StopServiceDeploymentCommand({ serviceDeploymentArn: String(paused.serviceDeploymentArn) }),
				),
		);
		const failed = await aws.failure({ operation: 'wait', expectedVersion: String(paused.version) });
		expect(failed.message).toMatch(/was rolled back/);
	});

	it('a rate limit that does not end', async () => {
		await aws.fault('ecs.UpdateService', 'ThrottlingException', { times: 20 });
		const failed = await aws.failure({ operation: 'deploy', ...image('v5') });
		expect(failed.message).toMatch(/refused UpdateService \(ThrottlingException\)/);
		expect(aws.calls('UpdateService')).toHaveLength(5);
	});

	it('an update that AWS twice did not confirm nor carry out', async () => {
		await aws.fault('ecs.UpdateService', 'ServerException', { times: 2 });
		const failed = await aws.failure({ operation: 'deploy', ...image('v5') });
		expect(failed.message).toMatch(/did not confirm the update of service nanda-workers, twice/);
		expect(failed.advice).toMatch(/before you run this again/);
	});

	it('a read-only role: nothing is registered', async () => {
		const credential = { assumeRoleArn: 'arn:aws:iam::123456789012:role/read-only' };
		const failed = await aws.failure({ operation: 'deploy', ...image('v5') }, { credential });
		expect(failed.message).toMatch(/refused RegisterTaskDefinition \(AccessDenied/);
		expect(failed.advice).toMatch(/allow ecs:RegisterTaskDefinition/);
	});

	it('comes out as an item with the reason where the node goes on all the same', async () => {
		const release = await aws.run({ operation: 'deploy', onBadEnd: 'return', ...image('crash') });
		expect(release).toMatchObject({ verified: false, live: false, state: 'rolledBack' });
		expect(String(release.reason)).toMatch(/circuit breaker/);
	});
});

describe('what may happen twice, but is done once', () => {
	it('an update whose answer was lost: one registration, one deployment', async () => {
		await aws.fault('ecs.UpdateService', 'ServerException', { carriedOut: true });
		const release = await aws.run({ operation: 'deploy', ...image('v5') });
		expect(release).toMatchObject({ verified: true, version: 'nanda-workers:4' });
		expect(aws.calls('UpdateService')).toHaveLength(1);
		expect(aws.calls('RegisterTaskDefinition')).toHaveLength(1);
	});

	it('a registration whose answer was lost', async () => {
		await aws.fault('ecs.RegisterTaskDefinition', 'ServerException', { carriedOut: true });
		const release = await aws.run({ operation: 'deploy', ...image('v5') });
		expect(release).toMatchObject({ verified: true, version: 'nanda-workers:4' });
		expect(aws.calls('RegisterTaskDefinition')).toHaveLength(1);
	});

	it('the whole operation, run again after it died half way: it joins the deployment that is under way', async () => {
		const first = await aws.run({ operation: 'deploy', waitForCompletion: false, ...image('v5') });
		expect(first).toMatchObject({ verified: false, state: 'rolling' });
		const second = await aws.run({ operation: 'deploy', ...image('v5') });
		expect(second).toMatchObject({ verified: true, deploymentId: first.deploymentId });
		expect(aws.calls('RegisterTaskDefinition')).toHaveLength(1);
		expect(aws.calls('UpdateService')).toHaveLength(1);
	});

	it('a movable tag that is deployed again: new tasks pull what it stands for now', async () => {
		const before = await aws.run({ operation: 'deploy', ...image('main') });
		await aws.control('/images', { image: `${registry}/nanda-workers:main` });
		const after = await aws.run({ operation: 'deploy', ...image('main') });
		expect(after).toMatchObject({ verified: true, version: before.version });
		expect(after.artifact).not.toEqual(before.artifact);
	});
});
