import type { Deployment, Service } from '@aws-sdk/client-ecs';

import { phaseOf } from '../../deployment/state/deploymentState';
import { readServiceDeployments } from '../api/serviceDeployments';
import { readService } from '../api/services';
import type { Ecs, ServiceReference } from '../api/types';
import { whereReadable } from '../api/whereReadable';
import { assessStatus, notAssessedYet } from '../state/deploymentAssessment';
import { statusOf } from '../state/deploymentStatus';
import { asVerified, type DeploymentSight, describeSight, type EcsResult, seenIn } from '../state/ecsResult';
import type { DeploymentExpectation } from '../state/fleet';
import { assessFleet } from '../state/fleetAssessment';
import { pausedHookOf } from '../state/pausedHook';
import { failuresSince, healthOf, whyStopped } from './explainTasks';
import { findServiceDeploymentArn } from './findServiceDeployment';
import { readFleet } from './fleet';
import { createPatience } from './patience';
import { type UnseenEnd, waitUntil } from './waitUntil';

/** A deployment that this run started, or joined. */
export interface AwaitedDeployment {
	readonly reference: ServiceReference;
	/** The service as it was when the deployment had been started or found. */
	readonly service: Service;
	/** `ecs-svc/...` */
	readonly deploymentId: string;
	readonly deployment: Deployment;
	/** Of its service deployment, where known from the start. */
	readonly recordArn?: string | undefined;
	readonly expectation: DeploymentExpectation;
}

export interface DeploymentWait {
	readonly timeoutMs: number;
	/** Ends the wait where a PAUSE hook wants a person. */
	readonly returnWhenPaused?: boolean;
	readonly cancelSignal?: AbortSignal | undefined;
}

/** Waits for one deployment by its own id until it has ended and, when it succeeded, until its tasks verify it. */
export async function waitForDeployment(
	ecs: Ecs,
	awaited: AwaitedDeployment,
	wait: DeploymentWait,
): Promise<EcsResult> {
	const { service, deployment } = awaited;
	const patience = createPatience();
	const waited = await waitUntil<DeploymentSight>({
		what: `ECS deployment ${awaited.deploymentId}`,
		timeoutMs: wait.timeoutMs,
		first: { service, deployment, record: undefined, assessment: notAssessedYet },
		read: createLook(ecs, awaited),
		assess(sight) {
			const seen = describeSight(sight);
			if (wait.returnWhenPaused === true && pausedHookOf(sight.record)) return { phase: 'failed', seen };
			return { phase: patience(sight.assessment), seen };
		},
		cancelSignal: wait.cancelSignal,
		goesOn: 'The deployment goes on by itself, and may still go live: use Wait to see how it ends',
	});
	if (waited.outcome === 'succeeded') return { ...seenIn(waited.value), ...asVerified };
	return waited.outcome === 'unseen'
		? await unseenResult(ecs, awaited, waited)
		: await failedResult(ecs, awaited, waited.value);
}

async function failedResult(ecs: Ecs, awaited: AwaitedDeployment, sight: DeploymentSight): Promise<EcsResult> {
	const { state, reason, advice } = sight.assessment;
	const seen = { ...seenIn(sight), verified: false, state };
	if (seen.isPaused) {
		return {
			...seen,
			reason: describeSight(sight),
			advice: 'Look at it, then use Continue or Roll Back of Service Deployment',
		};
	}
	const stopped = await whyStopped(ecs, awaited.reference, awaited.deploymentId);
	return { ...seen, reason: sentences(reason, stopped), advice };
}

async function unseenResult(
	ecs: Ecs,
	{ reference, deploymentId }: AwaitedDeployment,
	{ value: sight, why, failure, isSeenNow }: UnseenEnd<DeploymentSight>,
): Promise<EcsResult> {
	const { assessment, service, record } = sight;
	const seen = seenIn(sight);
	if (why === 'timeout' && assessment.late === 'someTasks') {
		const failures = await failuresSince(ecs, reference, deploymentId, record?.finishedAt);
		const warning = `ECS called the deployment done. ${assessment.reason}, and all that run are right; the others could not be started yet`;
		if (failures === '') return { ...seen, ...asVerified, warnings: [...seen.warnings, warning] };
	}
	const stopped = await whyStopped(ecs, reference, deploymentId);
	const details = stopped === '' ? [await healthOf(ecs, reference, deploymentId), lastEvent(service)] : [stopped];
	return {
		...seen,
		verified: false,
		state: lastSeenState(assessment, why === 'timeout' && isSeenNow, seen.isPaused),
		reason: sentences(failure.message, ...details),
		advice:
			why === 'timeout'
				? 'It may still go live, or keep failing: look at its events in ECS, then wait again with a longer timeout, or use Roll Back'
				: failure.advice,
		unseen: why,
	};
}

/**
 * What ECS calls done has ended: what is missing are its tasks. What was rolling when the time was up still is;
 * where the last looks failed, nobody knows.
 */
function lastSeenState(
	{ state, isInconsistent }: DeploymentSight['assessment'],
	isSeenNow: boolean,
	isPaused: boolean,
): EcsResult['state'] {
	return isInconsistent || isPaused || (isSeenNow && phaseOf(state) === 'pending') ? state : 'unknown';
}

function sentences(...all: readonly string[]): string {
	return all.filter(Boolean).join('. ');
}

function lastEvent(service: Service): string {
	const message = service.events?.[0]?.message;
	return message ? `Last event: ${message}` : '';
}

/** One look: the service, its service deployment and, once ECS calls it done, its tasks. */
function createLook(ecs: Ecs, awaited: AwaitedDeployment): () => Promise<DeploymentSight> {
	const { reference, deploymentId, expectation } = awaited;
	let { deployment } = awaited;
	let recordArn: string | null | undefined = awaited.recordArn;
	let sizeWhenDone = deployment.rolloutState === 'IN_PROGRESS' ? awaited.service.desiredCount : undefined;
	return async () => {
		recordArn ??= recordArn === null ? null : await findServiceDeploymentArn(ecs, reference, deployment);
		const [service, records] = await Promise.all([
			readService(ecs, reference),
			recordArn ? whereReadable(ecs, readServiceDeployments(ecs, [recordArn])) : [],
		]);
		if (records === null) recordArn = null;
		const record = records?.[0];
		deployment = service.deployments?.find(({ id }) => id === deploymentId) ?? deployment;
		const unfinished = assessStatus(statusOf(deploymentId, service, record));
		if (unfinished) {
			sizeWhenDone = service.desiredCount;
			return { service, deployment, record, assessment: unfinished };
		}
		const revisionArn = record?.targetServiceRevision?.arn;
		const fleet = await readFleet(ecs, reference, service, { deploymentId, revisionArn, sizeWhenDone });
		return { service, deployment, record, assessment: assessFleet(deploymentId, service, fleet, expectation) };
	};
}
