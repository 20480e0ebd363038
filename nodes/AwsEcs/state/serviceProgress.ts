import type { DeploymentStatus } from '../../deployment/state/deploymentState';
import { nameInArn } from '../../shared/aws/arn';

/** An entry of a service's `deployments`. */
export interface DeploymentEntry {
	readonly id?: string | undefined;
	readonly status?: string | undefined;
	readonly taskDefinition?: string | undefined;
	readonly rolloutState?: string | undefined;
	readonly rolloutStateReason?: string | undefined;
	readonly desiredCount?: number | undefined;
	readonly runningCount?: number | undefined;
	readonly pendingCount?: number | undefined;
	readonly failedTasks?: number | undefined;
}

/** The fields of a service that show how far its deployments are. */
export interface ServiceProgress {
	readonly status?: string | undefined;
	readonly deployments?: readonly DeploymentEntry[] | undefined;
}

/** The fields of a service deployment, which ECS keeps for 90 days. */
export interface ServiceDeploymentProgress {
	readonly status?: string | undefined;
	readonly statusReason?: string | undefined;
	readonly lifecycleStage?: string | undefined;
	readonly rollback?: { readonly reason?: string | undefined } | undefined;
	readonly alarms?: { readonly triggeredAlarmNames?: readonly string[] | undefined } | undefined;
	readonly deploymentCircuitBreaker?:
		| {
				readonly status?: string | undefined;
				readonly failureCount?: number | undefined;
				readonly threshold?: number | undefined;
		  }
		| undefined;
}

/** The status of what is not the primary deployment any more. */
export function supersededBy(primary: DeploymentEntry): DeploymentStatus {
	return {
		state: 'superseded',
		reason: `Deployment ${primary.id ?? ''} of ${nameInArn(primary.taskDefinition) || 'another task definition'} was started over it`,
	};
}

/** The status for a word that is new to this code. */
export function unknownStatus(word: string | undefined): DeploymentStatus {
	return { state: 'unknown', reason: `ECS's state "${word ?? ''}" is not known here` };
}
