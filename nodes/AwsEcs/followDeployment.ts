import type { Deployment, Service, ServiceDeployment } from '@aws-sdk/client-ecs';

import type { DeploymentState } from '../deployment/deploymentState';
import { AwsRequestError } from '../shared/aws/awsRequestError';
import { clock } from '../shared/clock';
import { timedOut, type PollVerdict } from '../shared/pollUntil';
import { settled } from '../shared/settled';
import {
	type DeploymentExpectation,
	type DeploymentFinding,
	findingOnFleet,
	findingOnStatus,
} from './finding';
import { followUntil } from './followUntil';
import { stopReasons, tasksOfService } from './runningTasks';
import {
	findServiceDeploymentArn,
	pausedHookOf,
	primaryOf,
	readServiceDeployments,
	readServiceRevisions,
	whereReadable,
} from './serviceDeployments';
import { readService, type ServiceReference } from './services';
import { statusOf } from './status';
import type { Ecs } from './transport';

/** ECS's lists of tasks are eventually consistent; this is how long they may be late. */
const settlingGraceMs = 60_000;

/** A deployment that this run started, or joined. */
export interface FollowedDeployment {
	readonly reference: ServiceReference;
	/** The service as it was when the deployment had been started or found. */
	readonly service: Service;
	/** `ecs-svc/...` */
	readonly deploymentId: string;
	readonly deployment: Deployment;
	/** Of its service deployment, where known from the start. */
	readonly recordArn?: string;
	readonly expectation: DeploymentExpectation;
}

/** How a deployment ended, or how far it was when the wait ended. */
export interface DeploymentOutcome {
	readonly service: Service;
	readonly deployment: Deployment;
	readonly record: ServiceDeployment | undefined;
	/** Whether what runs was proven to be what was asked for. */
	readonly verified: boolean;
	readonly state: DeploymentState;
	readonly reason: string;
	readonly advice: string;
	readonly digests: ReadonlyMap<string, string>;
	/** It waits for a person at a PAUSE hook, and so does not end by itself. */
	readonly paused: boolean;
}

interface Reading {
	readonly service: Service;
	readonly deployment: Deployment;
	readonly record: ServiceDeployment | undefined;
	readonly finding: DeploymentFinding;
}

/** Follows one deployment by its own id until it has ended and, when it ended well, until its tasks prove it. */
export async function followDeployment(
	ecs: Ecs,
	followed: FollowedDeployment,
	wait: {
		readonly timeoutMs: number;
		/** Ends the wait where a PAUSE hook wants a person. */
		readonly returnWhenPaused?: boolean;
		readonly cancelSignal?: AbortSignal;
	},
): Promise<DeploymentOutcome> {
	const { reference, deploymentId } = followed;
	const read = reader(ecs, followed);
	const what = `ECS deployment ${deploymentId}`;
	let unsettledSinceMs: number | undefined;
	const result = await followUntil<Reading>({
		what,
		timeoutMs: wait.timeoutMs,
		first: {
			service: followed.service,
			deployment: followed.deployment,
			record: undefined,
			finding: { phase: 'pending', state: 'rolling', reason: '', advice: '' },
		},
		read,
		judge: (reading): PollVerdict => {
			const { finding, record } = reading;
			const seen = describe(reading);
			if (wait.returnWhenPaused === true && pausedHookOf(record)) return { phase: 'bad', seen };
			if (!finding.unsettled) return { phase: finding.phase, seen };
			unsettledSinceMs ??= clock.now();
			return { phase: clock.now() - unsettledSinceMs >= settlingGraceMs ? 'bad' : 'pending', seen };
		},
		cancelSignal: wait.cancelSignal,
		goesOn: 'The deployment goes on by itself: use Wait to see how it ended',
	});
	const { service, deployment, record, finding } = result.value;
	const paused = pausedHookOf(record) !== undefined;
	const known = { service, deployment, record, paused, digests: finding.digests ?? new Map<string, string>() };
	if (result.outcome === 'good') {
		return { ...known, verified: true, state: finding.state, reason: '', advice: '' };
	}
	if (paused && result.outcome === 'bad') {
		return {
			...known,
			verified: false,
			state: finding.state,
			reason: describe(result.value),
			advice: 'Look at it, then use Continue or Roll Back of Service Deployment',
		};
	}
	const stopped = await stoppedTasks(ecs, reference, deploymentId);
	const timeout =
		result.outcome === 'timeout' ? timedOut(what, result.waitedMs, result.seen) : undefined;
	const reason = timeout?.message ?? finding.reason;
	return {
		...known,
		verified: false,
		state: finding.state,
		reason: [
			reason,
			stopped,
			...(timeout && stopped === '' ? [await health(ecs, reference, deploymentId), lastEvent(service)] : []),
		]
			.filter(Boolean)
			.join('. '),
		advice: timeout
			? 'It may still finish, or go on failing: look at its events in ECS, then wait again with a longer timeout, or use Roll Back'
			: finding.advice,
	};
}

/** One look: the service, its service deployment and, once ECS says it is done, its tasks. */
function reader(ecs: Ecs, followed: FollowedDeployment): () => Promise<Reading> {
	const { reference, deploymentId, expectation } = followed;
	let { deployment } = followed;
	let recordArn: string | null | undefined = followed.recordArn;
	return async () => {
		recordArn ??=
			recordArn === null ? null : await findServiceDeploymentArn(ecs, reference, deployment);
		const [service, records] = await Promise.all([
			readService(ecs, reference),
			recordArn ? whereReadable(ecs, readServiceDeployments(ecs, [recordArn])) : [],
		]);
		if (records === null) recordArn = null;
		const record = records?.[0];
		deployment = service.deployments?.find(({ id }) => id === deploymentId) ?? deployment;
		const onStatus = findingOnStatus(statusOf(deploymentId, service, record));
		if (onStatus) return { service, deployment, record, finding: onStatus };
		const revisionArn = record?.targetServiceRevision?.arn;
		const [tasks, revisions] = await Promise.all([
			(service.desiredCount ?? 0) === 0 ? [] : tasksOfService(ecs, reference, 'RUNNING'),
			revisionArn ? whereReadable(ecs, readServiceRevisions(ecs, [revisionArn])) : undefined,
		]);
		const revision = revisionArn === undefined ? undefined : revisions?.get(revisionArn);
		return {
			service,
			deployment,
			record,
			finding: findingOnFleet(deploymentId, service, { tasks, revision }, expectation),
		};
	};
}

/** `rolling: 1 of 2 tasks run, 3 failed` */
function describe({ service, deployment, record, finding }: Reading): string {
	const hook = pausedHookOf(record);
	const stage = record?.lifecycleStage;
	const counts = `${deployment.runningCount ?? 0} of ${deployment.desiredCount ?? service.desiredCount ?? 0} tasks run${deployment.failedTasks ? `, ${deployment.failedTasks} failed` : ''}`;
	return [
		`${finding.state}: ${finding.reason || counts}`,
		hook
			? `it waits for a person at the hook ${hook.hookId ?? ''} of stage ${stage ?? ''}${hook.expiresAt ? ` until ${hook.expiresAt.toISOString()}, then ${hook.timeoutAction ?? ''}` : ''}`
			: stage
				? `stage ${stage}`
				: '',
	]
		.filter(Boolean)
		.join('; ');
}

/** Why tasks of this deployment stopped; empty when none did. */
async function stoppedTasks(
	ecs: Ecs,
	reference: ServiceReference,
	deploymentId: string,
): Promise<string> {
	const read = await settled(tasksOfService(ecs, reference, 'STOPPED', 100));
	if (!read.ok) {
		return read.error instanceof AwsRequestError
			? `Why its tasks stopped cannot be read (${read.error.code ?? 'no answer'})`
			: 'Why its tasks stopped cannot be read';
	}
	return stopReasons(
		read.value.filter(
			({ startedBy, stopCode, stoppedReason }) =>
				startedBy === deploymentId &&
				// The scheduler also stops what is merely replaced; a failed health check is worth telling.
				(stopCode !== 'ServiceSchedulerInitiated' || /health/i.test(stoppedReason ?? '')),
		),
	);
}

/** `2 tasks RUNNING, health UNKNOWN`: tasks that run may still not pass their checks. */
async function health(
	ecs: Ecs,
	reference: ServiceReference,
	deploymentId: string,
): Promise<string> {
	const read = await settled(tasksOfService(ecs, reference, 'RUNNING', 100));
	if (!read.ok) return 'Its tasks cannot be read';
	const counts = new Map<string, number>();
	for (const { startedBy, lastStatus, healthStatus } of read.value) {
		if (startedBy !== deploymentId) continue;
		const state = `${lastStatus ?? ''}, health ${healthStatus ?? 'UNKNOWN'}`;
		counts.set(state, (counts.get(state) ?? 0) + 1);
	}
	return [...counts].map(([state, count]) => `${count} ${count === 1 ? 'task' : 'tasks'} ${state}`).join('; ');
}

function lastEvent(service: Service): string {
	const message = service.events?.[0]?.message;
	return message ? `Last event: ${message}` : '';
}

/** The deployment that is PRIMARY now, to be waited for. */
export function primaryDeploymentOf(service: Service): Deployment & { readonly id: string } | undefined {
	const primary = primaryOf(service);
	return primary?.id === undefined ? undefined : { ...primary, id: primary.id };
}
