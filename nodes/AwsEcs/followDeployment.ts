import type { Deployment, Service, ServiceDeployment } from '@aws-sdk/client-ecs';

import type { DeploymentState } from '../deployment/state/deploymentState';
import { failuresSince, healthOf, readFleetOf, whyStopped } from './deploymentTasks';
import { type DeploymentExpectation, type DeploymentFinding, findingOnFleet, findingOnStatus } from './finding';
import { createPatience, type Followed, followUntil } from './followUntil';
import {
	findServiceDeploymentArn,
	pausedHookOf,
	primaryOf,
	readServiceDeployments,
	whereReadable,
} from './serviceDeployments';
import { readService, type ServiceReference } from './services';
import { statusOf } from './status';
import type { Ecs } from './transport';

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
	/** What is worth knowing and stops nothing. */
	readonly notes: readonly string[];
	/** Why nobody saw how it ended; undefined when somebody did. */
	readonly unseen?: Extract<Followed<unknown>, { outcome: 'unseen' }>['why'] | undefined;
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
	const patience = createPatience();
	const result = await followUntil<Reading>({
		what: `ECS deployment ${followed.deploymentId}`,
		timeoutMs: wait.timeoutMs,
		first: {
			service: followed.service,
			deployment: followed.deployment,
			record: undefined,
			finding: { phase: 'pending', state: 'rolling', reason: '', advice: '' },
		},
		read: reader(ecs, followed),
		judge(reading) {
			const seen = describe(reading);
			if (wait.returnWhenPaused === true && pausedHookOf(reading.record)) return { phase: 'failed', seen };
			return { phase: patience(reading.finding), seen };
		},
		cancelSignal: wait.cancelSignal,
		goesOn: 'The deployment goes on by itself, and may still go live: use Wait to see how it ended',
	});
	return await outcomeOf(ecs, followed, result);
}

async function outcomeOf(
	ecs: Ecs,
	{ reference, deploymentId }: FollowedDeployment,
	result: Followed<Reading>,
): Promise<DeploymentOutcome> {
	const { service, deployment, record, finding } = result.value;
	const paused = pausedHookOf(record) !== undefined;
	const known = {
		service,
		deployment,
		record,
		paused,
		digests: finding.digests ?? new Map<string, string>(),
		notes: finding.notes ?? [],
	};
	const proven = { ...known, verified: true, state: 'live', reason: '', advice: '' } as const;
	if (result.outcome === 'succeeded') return proven;
	if (result.outcome !== 'unseen' && paused) {
		return {
			...known,
			verified: false,
			state: finding.state,
			reason: describe(result.value),
			advice: 'Look at it, then use Continue or Roll Back of Service Deployment',
		};
	}
	if (result.outcome === 'unseen' && result.why === 'timeout' && finding.late === 'someTasks') {
		const failures = await failuresSince(ecs, reference, deploymentId, record?.finishedAt);
		const note = `ECS called the deployment done. ${finding.reason}, and all that run are right; the others could not be started yet`;
		if (failures === '') return { ...proven, notes: [...known.notes, note] };
	}
	const stopped = await whyStopped(ecs, reference, deploymentId);
	if (result.outcome !== 'unseen') {
		return { ...known, verified: false, state: finding.state, reason: joined(finding.reason, stopped), advice: finding.advice };
	}
	const { failure, why } = result;
	const details = stopped === '' ? [await healthOf(ecs, reference, deploymentId), lastEvent(service)] : [stopped];
	return {
		...known,
		verified: false,
		// What ECS calls done has ended: what is missing are its tasks.
		state: finding.unsettled || paused ? finding.state : 'unknown',
		reason: joined(failure.message, ...details),
		advice:
			why === 'timeout'
				? 'It may still go live, or go on failing: look at its events in ECS, then wait again with a longer timeout, or use Roll Back'
				: failure.advice,
		unseen: why,
	};
}

function joined(...sentences: readonly string[]): string {
	return sentences.filter(Boolean).join('. ');
}

/** One look: the service, its service deployment and, once ECS says it is done, its tasks. */
function reader(ecs: Ecs, followed: FollowedDeployment): () => Promise<Reading> {
	const { reference, deploymentId, expectation } = followed;
	let { deployment } = followed;
	let recordArn: string | null | undefined = followed.recordArn;
	let sizeWhenDone = deployment.rolloutState === 'IN_PROGRESS' ? followed.service.desiredCount : undefined;
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
		if (onStatus) {
			sizeWhenDone = service.desiredCount;
			return { service, deployment, record, finding: onStatus };
		}
		const fleet = await readFleetOf(ecs, reference, service, {
			deploymentId,
			revisionArn: record?.targetServiceRevision?.arn,
			sizeWhenDone,
		});
		return { service, deployment, record, finding: findingOnFleet(deploymentId, service, fleet, expectation) };
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

function lastEvent(service: Service): string {
	const message = service.events?.[0]?.message;
	return message ? `Last event: ${message}` : '';
}

/** The deployment that is PRIMARY now, to be waited for. */
export function primaryDeploymentOf(service: Service): Deployment & { readonly id: string } | undefined {
	const primary = primaryOf(service);
	return primary?.id === undefined ? undefined : { ...primary, id: primary.id };
}
