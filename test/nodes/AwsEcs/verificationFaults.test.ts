import {
	CreateServiceCommand,
	DescribeServicesCommand,
	ListServiceDeploymentsCommand,
	ListTasksCommand,
	DescribeTasksCommand,
	UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { IDataObject } from 'n8n-workflow';

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

const target = { cluster: 'candlefish', service: 'nanda-workers' };
const role = { assumeRoleArn: 'arn:aws:iam::123456789012:role/deployer' };

/** The keys of a role's session, as a person would paste them. */
async function temporaryKeys(): Promise<IDataObject> {
	const client = new STSClient({
		region: 'us-east-1',
		endpoint: `${aws.sandbox.origin}/aws`,
		credentials: { accessKeyId: 'AKIASANDBOX00000000', secretAccessKey },
	});
	const { Credentials: keys } = await client.send(
		new AssumeRoleCommand({ RoleArn: role.assumeRoleArn, RoleSessionName: 'person' }),
	);
	return { accessKeyId: keys?.AccessKeyId, secretAccessKey: keys?.SecretAccessKey, sessionToken: keys?.SessionToken };
}

/** A policy from before there were service deployments. */
async function denyServiceDeployments(): Promise<void> {
	for (const action of ['ListServiceDeployments', 'DescribeServiceDeployments', 'DescribeServiceRevisions']) {
		await aws.fault(`ecs.${action}`, 'AccessDeniedException', { times: 100_000 });
	}
}

/** Ids of the service's tasks that have not stopped. */
async function tasks(): Promise<string[]> {
	const lists = await Promise.all(
		(['RUNNING', 'STOPPED'] as const).map(
			async (desiredStatus) =>
				await aws.somebody.send(
					new ListTasksCommand({ cluster: target.cluster, serviceName: target.service, desiredStatus }),
				),
		),
	);
	const arns = lists.flatMap(({ taskArns = [] }) => taskArns);
	if (arns.length === 0) return [];
	const { tasks: described = [] } = await aws.somebody.send(
		new DescribeTasksCommand({ cluster: target.cluster, tasks: arns }),
	);
	return described.filter(({ lastStatus }) => lastStatus !== 'STOPPED').map(({ taskArn }) => taskArn ?? '');
}

describe('what is not a success', () => {
	it('a roll back that fails too', async () => {
		// All old tasks go first, and what a roll back starts dies again.
		await aws.configure({
			minimumHealthyPercent: 0,
			maximumPercent: 100,
			deploymentCircuitBreaker: { enable: true, rollback: true },
		});
		const killRollback = async (): Promise<void> => {
			const { serviceDeployments: [newest] = [] } = await aws.somebody.send(new ListServiceDeploymentsCommand(target));
			if (newest?.status === 'ROLLBACK_IN_PROGRESS') {
				for (const task of await tasks()) await aws.control('/tasks/kill', { task, exitCode: 1 });
			}
			if (newest?.status !== 'ROLLBACK_FAILED') aws.later(20_000, killRollback);
		};
		aws.later(20_000, killRollback);
		const failed = await aws.failure({ operation: 'deploy', timeoutSeconds: 3600, ...image('crash') });
		expect(failed.message).toMatch(/ failed: .*circuit breaker.*and the roll back failed too/);
		expect(failed.data).toMatchObject({ release: { live: false, verified: false } });
	});

	it('a rate limit that lasts to the deadline: the deployment was started, and nothing shows how it ended', async () => {
		aws.later(20_000, async () => await aws.fault('ecs.DescribeServices', 'ThrottlingException', { times: 100_000 }));
		const failed = await aws.failure({ operation: 'deploy', timeoutSeconds: 600, ...image('v5') });
		expect(failed.message).toMatch(
			/not done after 60\d s, last seen: rolling: .*and then no more: AWS ECS refused DescribeServices \(ThrottlingException\)/,
		);
		expect(failed.advice).toMatch(/^It may still go live.*wait again with a longer timeout/);
		expect(failed.data).toMatchObject({
			state: 'unknown',
			release: { state: 'unknown', live: false, verified: false },
		});
	});

	it('an image whose digest ECS does not tell', async () => {
		const failed = await aws.failure({ operation: 'deploy', ...image('undigested') });
		expect(failed.message).toMatch(
			/could not be verified: ECS does not report which image container nanda-workers runs/,
		);
		expect(failed.advice).toMatch(/by its digest/);
	});

	it('temporary keys that expire while it waits: the deployment goes on, and the error says so', async () => {
		const credential = await temporaryKeys();
		aws.later(20_000, async () => await aws.control('/sessions/expire', {}));
		const failed = await aws.failure({ operation: 'deploy', ...image('v5') }, { credential });
		expect(failed.message).toMatch(/was started, but can no longer be followed: .*ExpiredTokenException/);
		expect(failed.advice).toMatch(/session token in the Slipway AWS API credential has expired.*use Wait/);
		expect(failed.everything).not.toContain(String(credential.secretAccessKey));
		expect(failed.everything).not.toContain(String(credential.sessionToken));
	});

	it('a roll back that is noticed without the right to see service deployments', async () => {
		await denyServiceDeployments();
		const failed = await aws.failure({ operation: 'deploy', ...image('crash') });
		expect(failed.message).toMatch(
			/was (rolled back|superseded): .*(circuit breaker|started over it).*exited with 137/,
		);
	});

	it('a version that is waited for after it was rolled back', async () => {
		const started = await aws.run({ operation: 'deploy', waitForCompletion: false, ...image('crash') });
		clock.advance(20 * 60_000);
		const failed = await aws.failure({ operation: 'wait', expectedVersion: String(started.version) });
		expect(failed.message).toMatch(
			/runs or rolls out nanda-workers:3, not nanda-workers:4: it was rolled back or replaced/,
		);
	});

	it.each([
		['CODE_DEPLOY', /deployed by AWS CodeDeploy/],
		['EXTERNAL', /deployed by an external controller/],
	] as const)('a service that %s deploys: nothing is registered nor updated', async (type, message) => {
		await aws.somebody.send(
			new CreateServiceCommand({
				cluster: target.cluster,
				serviceName: 'elsewhere',
				taskDefinition: 'nanda-workers:3',
				desiredCount: 2,
				deploymentController: { type },
				networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d4e5f60718'] } },
			}),
		);
		for (const parameters of [
			{ operation: 'deploy', ...image('v5') },
			{ operation: 'forceNewDeployment' },
			{ operation: 'rollBack' },
			{ operation: 'wait' },
		]) {
			const failed = await aws.failure({ ...parameters, service: named('elsewhere') });
			expect(failed.message).toMatch(message);
			expect(failed.advice).toMatch(/Move it to the ECS deployment controller/);
		}
		expect([...aws.calls('RegisterTaskDefinition'), ...aws.calls('UpdateService')]).toHaveLength(0);
	});

	it('a scaling whose tasks keep dying', async () => {
		await aws.configure({ deploymentCircuitBreaker: { enable: false, rollback: false } });
		await aws.run({ operation: 'deploy', waitForCompletion: false, ...image('exit-3') });
		const failed = await aws.failure({ operation: 'scale', desiredCount: 4, timeoutSeconds: 300 });
		expect(failed.message).toMatch(
			/Scaling of service nanda-workers to 4 was not done after 30\d s, last seen: 2 of 4 tasks run.*exited with 3/,
		);
	});

	it('a scaling that somebody undoes', async () => {
		aws.later(10_000, async () => await aws.somebody.send(new UpdateServiceCommand({ ...target, desiredCount: 1 })));
		const failed = await aws.failure({ operation: 'scale', desiredCount: 5 });
		expect(failed.message).toMatch(/the desired count is 1 by now, not 5/);
		expect(failed.advice).toMatch(/auto scaling/);
	});
});

describe('what goes on all the same', () => {
	it('a rate limit that ends', async () => {
		aws.later(20_000, async () => await aws.fault('ecs.DescribeServices', 'ThrottlingException', { times: 40 }));
		expect(await aws.run({ operation: 'deploy', ...image('v5') })).toMatchObject({ verified: true, state: 'live' });
	});

	it('a fault of AWS while it waits', async () => {
		aws.later(20_000, async () => await aws.fault('ecs.DescribeServiceDeployments', 'ServerException', { times: 12 }));
		expect(await aws.run({ operation: 'deploy', ...image('v5') })).toMatchObject({ verified: true });
	});

	it('a role whose session is revoked: it is assumed anew', async () => {
		aws.later(20_000, async () => await aws.control('/sessions/expire', {}));
		expect(await aws.run({ operation: 'deploy', ...image('v5') }, { credential: role })).toMatchObject({
			verified: true,
		});
	});

	it('two registrations at once: ECS takes one at a time', async () => {
		const message = 'Too many concurrent attempts to create a new revision of the specified family.';
		await aws.fault('ecs.RegisterTaskDefinition', 'ClientException', { message, times: 2 });
		expect(await aws.run({ operation: 'deploy', ...image('v5') })).toMatchObject({
			verified: true,
			version: 'nanda-workers:4',
		});
	});

	it('an image that pins its digest, where ECS tells none', async () => {
		const first = await aws.run({ operation: 'deploy', onBadEnd: 'return', ...image('undigested') });
		expect(first).toMatchObject({ verified: false });
		const { digest } = await aws.control('/images', { image: `${registry}/nanda-workers:undigested` });
		const pinned = {
			images: {
				image: [{ container: 'nanda-workers', image: `${registry}/nanda-workers:undigested@${String(digest)}` }],
			},
		};
		expect(await aws.run({ operation: 'deploy', ...pinned })).toMatchObject({ verified: true, artifact: { digest } });
	});

	it('a service without the right to see service deployments', async () => {
		await denyServiceDeployments();
		expect(await aws.run({ operation: 'deploy', ...image('v5') })).toMatchObject({
			verified: true,
			serviceDeploymentArn: null,
		});
	});

	it.each([
		['LINEAR', { strategy: 'LINEAR', linearConfiguration: { stepPercent: 25, stepBakeTimeInMinutes: 2 } }],
		['CANARY', { strategy: 'CANARY', canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 5 } }],
		['BLUE_GREEN', { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 3 }],
	])('%s is followed to its end', async (strategy, configuration) => {
		await aws.configure(configuration);
		expect(await aws.run({ operation: 'deploy', ...image('v5') })).toMatchObject({
			verified: true,
			state: 'live',
			strategy,
		});
	});

	it('scaling to none waits until the last task is gone', async () => {
		expect(await tasks()).toHaveLength(2);
		expect(await aws.run({ operation: 'scale', desiredCount: 0 })).toMatchObject({ verified: true, runningCount: 0 });
		expect(await tasks()).toEqual([]);
	});

	it('a service that CodeDeploy deploys can be scaled', async () => {
		await aws.somebody.send(
			new CreateServiceCommand({
				cluster: target.cluster,
				serviceName: 'elsewhere',
				taskDefinition: 'nanda-workers:3',
				desiredCount: 2,
				deploymentController: { type: 'CODE_DEPLOY' },
				networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d4e5f60718'] } },
			}),
		);
		await aws.run({ operation: 'scale', service: named('elsewhere'), desiredCount: 3, waitForCompletion: false });
		const { services } = await aws.somebody.send(
			new DescribeServicesCommand({ cluster: target.cluster, services: ['elsewhere'] }),
		);
		expect(services?.[0]?.desiredCount).toBe(3);
	});
});
