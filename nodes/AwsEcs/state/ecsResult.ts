import type { Deployment, Service, ServiceDeployment } from '@aws-sdk/client-ecs';

import type { DeploymentResult } from '../../deployment/state/deploymentResult';
import type { DeploymentAssessment } from './deploymentAssessment';
import { pausedHookOf } from './pausedHook';

/** How a deployment ended, or how far it was when the wait ended. */
export interface EcsResult extends DeploymentResult {
	readonly service: Service;
	readonly deployment: Deployment;
	readonly record: ServiceDeployment | undefined;
	/** Container to the digest that its tasks were seen to run. */
	readonly digests: ReadonlyMap<string, string>;
	/** It waits for a person at a PAUSE hook, and so does not end by itself. */
	readonly isPaused: boolean;
	/** Why nobody saw how it ended: the time was up, looking became impossible, or the execution was stopped. */
	readonly unseen?: 'timeout' | 'lost' | 'stopped' | undefined;
}

/** One look at a deployment. */
export interface DeploymentSight {
	readonly service: Service;
	readonly deployment: Deployment;
	readonly record: ServiceDeployment | undefined;
	readonly assessment: DeploymentAssessment;
}

/** What a look shows whatever the result is. */
export function seenIn({ service, deployment, record, assessment }: DeploymentSight) {
	return {
		service,
		deployment,
		record,
		isPaused: pausedHookOf(record) !== undefined,
		digests: assessment.digests ?? new Map<string, string>(),
		warnings: assessment.warnings ?? [],
	};
}

/** What runs is what was asked for. */
export const asVerified = { verified: true, state: 'live', reason: '', advice: '' } as const;

/** `rolling: 1 of 2 tasks run, 3 failed` */
export function describeSight({ service, deployment, record, assessment }: DeploymentSight): string {
	const hook = pausedHookOf(record);
	const stage = record?.lifecycleStage;
	const failed = deployment.failedTasks ? `, ${deployment.failedTasks} failed` : '';
	const counts = `${deployment.runningCount ?? 0} of ${deployment.desiredCount ?? service.desiredCount ?? 0} tasks run${failed}`;
	const expiry = hook?.expiresAt ? ` until ${hook.expiresAt.toISOString()}, then ${hook.timeoutAction ?? ''}` : '';
	const where = hook
		? `it waits for a person at the hook ${hook.hookId ?? ''} of stage ${stage ?? ''}${expiry}`
		: stage
			? `stage ${stage}`
			: '';
	return [`${assessment.state}: ${assessment.reason || counts}`, where].filter(Boolean).join('; ');
}
