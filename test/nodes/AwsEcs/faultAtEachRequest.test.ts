import {
	DescribeTasksCommand,
	ListServiceDeploymentsCommand,
	ListTaskDefinitionsCommand,
	ListTasksCommand,
} from '@aws-sdk/client-ecs';

import { useManualClock } from '../../n8n/sandboxClock';
import { sampled } from '../../sample';
import { EcsDriver, image } from './ecsDriver';

const clock = useManualClock();
const target = { cluster: 'candlefish', service: 'nanda-workers' };
const deploy = { operation: 'deploy', timeoutSeconds: 900, ...image('v5') };
let aws: EcsDriver;

beforeEach(async () => {
	aws = await EcsDriver.start(clock);
});
afterEach(async () => {
	expect(aws.recorder.violations()).toEqual([]);
	await aws.sandbox.close();
});

async function fault(specification: Record<string, unknown>): Promise<void> {
	const response = await fetch(`${aws.sandbox.origin}/_sandbox/faults`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ platform: 'aws', ...specification }),
	});
	if (!response.ok) throw new Error(await response.text());
}

/** Ends the fault, which must have hit. */
async function heal(): Promise<void> {
	expect(aws.sandbox.requests({ platform: 'aws' }).some((request) => request.fault !== undefined)).toBe(true);
	await fetch(`${aws.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' });
}

/** How often it was registered and deployed, and what runs, by somebody who asks ECS. */
async function truth() {
	const { taskDefinitionArns = [] } = await aws.somebody.send(
		new ListTaskDefinitionsCommand({ familyPrefix: 'nanda-workers' }),
	);
	const { serviceDeployments = [] } = await aws.somebody.send(new ListServiceDeploymentsCommand(target));
	const { taskArns = [] } = await aws.somebody.send(
		new ListTasksCommand({ cluster: target.cluster, serviceName: target.service }),
	);
	const { tasks = [] } = await aws.somebody.send(
		new DescribeTasksCommand({ cluster: target.cluster, tasks: taskArns }),
	);
	return {
		revisions: taskDefinitionArns.length,
		deployments: serviceDeployments.length,
		running: [...new Set(tasks.map(({ taskDefinitionArn = '' }) => taskDefinitionArn.split('/').at(-1)))],
	};
}

/** Requests of a deployment before its pace of looking begins, and some of those after it. */
const positions = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 40];

describe('one fault, at whichever request of a deployment', () => {
	it.each([
		['an answer that is lost', { kind: 'lostReply' }, 0],
		['a connection that is cut', { kind: 'reset' }, 1],
		['an answer that does not parse', { kind: 'malformed' }, 2],
		['a 500', { kind: 'status', status: 500, body: { __type: 'ServerException', message: 'Server fault' } }, 0],
		['a page of a gateway', { kind: 'status', status: 503, body: 'Service Unavailable' }, 1],
	])('%s: it is registered once, deployed once, and proven', async (_what, specification, first) => {
		for (const afterRequests of sampled(positions, 3, first)) {
			await aws.sandbox.close();
			aws = await EcsDriver.start(clock);
			const before = await truth();
			await fault({ ...specification, afterRequests });
			expect(await aws.run(deploy)).toMatchObject({ verified: true, version: 'nanda-workers:4' });
			await heal();
			expect({ afterRequests, ...(await truth()) }).toEqual({
				afterRequests,
				revisions: before.revisions + 1,
				deployments: before.deployments + 1,
				running: ['nanda-workers:4'],
			});
		}
	});
});

describe('a fault that does not end, from whichever request on', () => {
	it.each([
		['answers that are lost', { kind: 'lostReply' }, 0],
		['answers that do not parse', { kind: 'malformed' }, 1],
		['faults of AWS', { kind: 'status', status: 500, body: { __type: 'ServerException', message: 'Server fault' } }, 2],
	])(
		'%s: it is never called done, nor done twice, and says when it may have been started',
		async (_what, specification, first) => {
			const everyOther = positions.filter((position) => position % 2 === 0);
			for (const afterRequests of sampled(everyOther, 3, first)) {
				await aws.sandbox.close();
				aws = await EcsDriver.start(clock);
				const before = await truth();
				await fault({ ...specification, afterRequests, times: 'always' });
				const failed = await aws.failure(deploy);
				await heal();
				const after = await truth();
				expect(after.deployments - before.deployments).toBeLessThanOrEqual(1);
				if (after.deployments > before.deployments) {
					expect(`${failed.message} | ${failed.advice}`).toMatch(
						/may have been carried out|may still go live|not done after \d+ s, last seen: /,
					);
				}
				expect(failed.data).not.toMatchObject({ release: { verified: true } });
			}
		},
	);
});
