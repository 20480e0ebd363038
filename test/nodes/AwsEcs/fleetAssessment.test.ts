import type { Service, ServiceRevision, Task } from '@aws-sdk/client-ecs';

import { statusOf } from '../../../nodes/AwsEcs/state/deploymentStatus';
import type { DeploymentExpectation } from '../../../nodes/AwsEcs/state/fleet';
import { assessFleet } from '../../../nodes/AwsEcs/state/fleetAssessment';
import { isInFlight } from '../../../nodes/AwsEcs/state/recordStatus';

const arn = 'arn:aws:ecs:us-east-1:123456789012:task-definition/app:4';
const asked = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;
const service: Service = { desiredCount: 2, status: 'ACTIVE' };
const revision: ServiceRevision = {
	taskDefinition: arn,
	containerImages: [{ containerName: 'app', image: 'app:main', imageDigest: asked }],
};

function task(imageDigest: string | undefined, more: Partial<Task> = {}): Task {
	return {
		taskArn: `arn:aws:ecs:us-east-1:123456789012:task/c/${'1'.repeat(32)}`,
		taskDefinitionArn: arn,
		lastStatus: 'RUNNING',
		startedBy: 'ecs-svc/1',
		containers: [{ name: 'app', image: 'app:main', ...(imageDigest && { imageDigest }) }],
		...more,
	};
}

function finding(
	tasks: Task[],
	more: { revision?: ServiceRevision | undefined; expectation?: Partial<DeploymentExpectation> } = {},
) {
	return assessFleet(
		'ecs-svc/1',
		service,
		{ tasks, revision: 'revision' in more ? more.revision : revision },
		{
			taskDefinitionArn: arn,
			digests: new Map(),
			newTasksOnly: false,
			...more.expectation,
		},
	);
}

describe('what a fleet shows', () => {
	it('is good only when every task runs the digest', () => {
		expect(finding([task(asked), task(asked)])).toMatchObject({ phase: 'succeeded', state: 'live' });
	});

	it.each([
		['a partial fleet', [task(asked)], /1 of 2 instances/],
		['no task at all', [], /0 of 2 instances/],
		['a task that only starts', [task(asked), task(asked, { lastStatus: 'PENDING' })], /1 of 2 instances/],
		['a task of the old digest', [task(asked), task(other)], /runs sha256:b+, not sha256:a+/],
		['a task whose digest ECS does not tell', [task(asked), task(undefined)], /\(not reported\)/],
		[
			'a task of the old revision',
			[task(asked), task(asked, { taskDefinitionArn: arn.replace(':4', ':3') })],
			/with app:3/,
		],
		['an unhealthy task', [task(asked), task(asked, { healthStatus: 'UNHEALTHY' })], /1 of 2 tasks are unhealthy/],
	])('is not good with %s', (_what, tasks, reason) => {
		const found = finding(tasks);
		expect(found.phase).toBe('pending');
		expect(found.isInconsistent).toBe(true);
		expect(found.reason).toMatch(reason);
		expect(found.advice).not.toBe('');
	});

	it('is finally bad when ECS resolved the tag to another image than the one that was asked for', () => {
		const found = finding([task(asked), task(asked)], { expectation: { digests: new Map([['app', other]]) } });
		expect(found).toMatchObject({ phase: 'failed', state: 'superseded' });
	});

	it('is not good when a forced deployment left an old task', () => {
		const found = finding([task(asked), task(asked, { startedBy: 'ecs-svc/0' })], {
			expectation: { newTasksOnly: true },
		});
		expect(found.reason).toMatch(/runs deployment ecs-svc\/0/);
	});

	it('is not good when tasks run different images and nothing says which is right', () => {
		expect(finding([task(asked), task(other)], { revision: undefined }).reason).toMatch(/different images/);
	});

	it('looks at every container but those that AWS adds by itself', () => {
		const withSidecar = (name: string, imageDigest?: string) =>
			task(asked, {
				containers: [
					{ name: 'app', imageDigest: asked },
					{ name, image: 'sidecar:1', ...(imageDigest && { imageDigest }) },
				],
			});
		const injected = ['aws-guardduty-agent-ab12', 'ecs-service-connect-cd34', 'aws-fargate-supervisor'];
		expect(injected.map((name) => finding([withSidecar(name), withSidecar(name)]).phase)).toEqual([
			'succeeded',
			'succeeded',
			'succeeded',
		]);
		const digests = new Map([['aws-otel-collector', other]]);
		const collector = withSidecar('aws-otel-collector', asked);
		expect(finding([collector, collector], { expectation: { digests } }).phase).toBe('failed');
	});

	it('is not good when ECS tells no digest, and the reference none either', () => {
		const found = finding([task(undefined), task(undefined)], { revision: undefined });
		expect(found).toMatchObject({ phase: 'pending', isInconsistent: true });
		expect(found.reason).toMatch(/does not report which image container app runs/);
	});

	it('takes a reference that pins its digest as its word, whatever platform digest ECS reports', () => {
		const pinned = task(other, { containers: [{ name: 'app', image: `app@${asked}`, imageDigest: other }] });
		const resolved: ServiceRevision = {
			taskDefinition: arn,
			containerImages: [{ containerName: 'app', image: `app@${asked}`, imageDigest: other }],
		};
		const found = finding([pinned, pinned], {
			revision: resolved,
			expectation: { digests: new Map([['app', asked]]) },
		});
		expect(found.phase).toBe('succeeded');
	});
});

describe("ECS's words as a state", () => {
	const id = 'ecs-svc/1';
	const own = { id, status: 'PRIMARY', rolloutState: 'IN_PROGRESS', taskDefinition: arn };
	const newer = { id: 'ecs-svc/2', status: 'PRIMARY', taskDefinition: arn.replace(':4', ':5') };
	const active = { status: 'ACTIVE', deployments: [own] };

	it.each([
		['PENDING', 'queued'],
		['IN_PROGRESS', 'rolling'],
		['STOP_REQUESTED', 'rolling'],
		['ROLLBACK_REQUESTED', 'rolling'],
		['ROLLBACK_IN_PROGRESS', 'rolling'],
		['SUCCESSFUL', 'ready'],
		['STOPPED', 'cancelled'],
		['ROLLBACK_SUCCESSFUL', 'rolledBack'],
		['ROLLBACK_FAILED', 'failed'],
		['SOMETHING_NEW', 'unknown'],
	])('%s is %s', (status, state) => {
		expect(statusOf(id, active, { status }).state).toBe(state);
	});

	it('is superseded once another deployment is primary, even after a success', () => {
		const service = { status: 'ACTIVE', deployments: [newer, { ...own, status: 'ACTIVE' }] };
		expect(statusOf(id, service, { status: 'SUCCESSFUL' }).state).toBe('superseded');
		expect(statusOf(id, service, undefined).state).toBe('superseded');
		expect(statusOf(id, { ...service, deployments: [newer] }, undefined).state).toBe('superseded');
	});

	it('sees a roll back without the service deployment, too', () => {
		const rollback = {
			...newer,
			rolloutState: 'COMPLETED',
			rolloutStateReason: 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/0.',
		};
		expect(statusOf(id, { status: 'ACTIVE', deployments: [rollback] }, undefined).state).toBe('rolledBack');
		expect(
			statusOf(id, { status: 'ACTIVE', deployments: [{ ...rollback, rolloutState: 'IN_PROGRESS' }] }, undefined).state,
		).toBe('rolling');
	});

	it('never takes a service without tasks for done, where there is no rollout state', () => {
		const bare = { id, status: 'PRIMARY', desiredCount: 0, runningCount: 0 };
		expect(statusOf(id, { status: 'ACTIVE', deployments: [bare] }, undefined).state).toBe('rolling');
	});

	it('knows which states go on', () => {
		expect(['PENDING', 'IN_PROGRESS', 'ROLLBACK_IN_PROGRESS'].every(isInFlight)).toBe(true);
		expect(['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', undefined].some(isInFlight)).toBe(false);
	});
});
