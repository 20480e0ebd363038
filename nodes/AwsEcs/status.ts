import type { DeploymentState, DeploymentStatus } from '../deployment/state/deploymentState';

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

/** The fields of a service that tell how far its deployments are. */
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

/**
 * ECS's words on one deployment, by its own id, as a state and a reason. "The service is stable" is
 * never asked: it is stable on the old image, too, once the circuit breaker has rolled back. `ready`
 * is not `live` here: what the tasks run is looked at afterwards.
 *
 * `record` is undefined where the service deployment cannot be read; the service's `deployments`
 * then have to do.
 */
export function statusOf(
	deploymentId: string,
	service: ServiceProgress,
	record: ServiceDeploymentProgress | undefined,
): DeploymentStatus {
	if (service.status !== undefined && service.status !== 'ACTIVE') {
		return { state: 'failed', reason: `The service is ${service.status}: somebody deleted it` };
	}
	const deployments = service.deployments ?? [];
	const own = deployments.find(({ id }) => id === deploymentId);
	const primary = deployments.find(({ status }) => status === 'PRIMARY');
	return record === undefined
		? fromDeployments(own, primary, deployments.length)
		: fromRecord(record, own, primary);
}

function fromRecord(
	record: ServiceDeploymentProgress,
	own: DeploymentEntry | undefined,
	primary: DeploymentEntry | undefined,
): DeploymentStatus {
	switch (record.status) {
		case 'PENDING':
			return { state: 'queued', reason: '' };
		case 'IN_PROGRESS':
			return { state: 'rolling', reason: '' };
		case 'STOP_REQUESTED':
			return { state: 'rolling', reason: 'It is being stopped' };
		case 'ROLLBACK_REQUESTED':
		case 'ROLLBACK_IN_PROGRESS':
			return { state: 'rolling', reason: `ECS is rolling it back: ${reasonOf(record, own)}` };
		case 'ROLLBACK_SUCCESSFUL':
			return { state: 'rolledBack', reason: reasonOf(record, own) };
		case 'ROLLBACK_FAILED':
			return {
				state: 'failed',
				reason: `${reasonOf(record, own)}; and the roll back failed too`,
			};
		case 'SUCCESSFUL':
			return primary !== undefined && own?.status !== 'PRIMARY'
				? supersededBy(primary)
				: { state: 'ready', reason: '' };
		case 'STOPPED':
			if (own?.rolloutState === 'FAILED') return { state: 'failed', reason: reasonOf(record, own) };
			if (primary !== undefined && own?.status !== 'PRIMARY') return supersededBy(primary);
			return { state: 'cancelled', reason: reasonOf(record, own) };
		default:
			return unknown(record.status);
	}
}

function fromDeployments(
	own: DeploymentEntry | undefined,
	primary: DeploymentEntry | undefined,
	count: number,
): DeploymentStatus {
	if (own?.status === 'PRIMARY') {
		switch (own.rolloutState) {
			case 'IN_PROGRESS':
				return { state: 'rolling', reason: '' };
			case 'COMPLETED':
				return { state: 'ready', reason: '' };
			case 'FAILED':
				return { state: 'failed', reason: own.rolloutStateReason ?? 'ECS gave no reason' };
			case undefined:
				// Before rolloutState, and in some emulators: one deployment left with all its tasks.
				return count === 1 && (own.desiredCount ?? 0) > 0 && own.runningCount === own.desiredCount
					? { state: 'ready', reason: '' }
					: { state: 'rolling', reason: '' };
			default:
				return unknown(own.rolloutState);
		}
	}
	if (primary === undefined) return unknown(own?.status);
	const isRollback =
		own?.rolloutState === 'FAILED' || /roll(ing|ed)? ?back/i.test(primary.rolloutStateReason ?? '');
	if (!isRollback) return supersededBy(primary);
	const reason = own?.rolloutStateReason ?? primary.rolloutStateReason ?? 'ECS gave no reason';
	return primary.rolloutState === 'IN_PROGRESS'
		? { state: 'rolling', reason: `ECS is rolling it back: ${reason}` }
		: { state: 'rolledBack', reason };
}

/** The status of what is not the primary deployment any more. */
export function supersededBy(primary: DeploymentEntry): DeploymentStatus {
	return {
		state: 'superseded',
		reason: `Deployment ${primary.id ?? ''} of ${revisionOf(primary.taskDefinition)} was started over it`,
	};
}

function revisionOf(arn: string | undefined): string {
	return arn?.slice(arn.lastIndexOf('/') + 1) ?? 'another task definition';
}

function unknown(word: string | undefined): DeploymentStatus {
	return { state: 'unknown', reason: `ECS's state "${word ?? ''}" is not a known one` };
}

function reasonOf(record: ServiceDeploymentProgress, own: DeploymentEntry | undefined): string {
	const words = record.rollback?.reason ?? record.statusReason ?? own?.rolloutStateReason ?? 'ECS gave no reason';
	const alarms = record.alarms?.triggeredAlarmNames ?? [];
	const breaker = record.deploymentCircuitBreaker;
	return [
		words.replace(/\.+$/, ''),
		...(alarms.length > 0 ? [`alarm ${alarms.join(', ')}`] : []),
		...(breaker?.status === 'TRIGGERED' ? [`${breaker.failureCount ?? 0} tasks failed`] : []),
	].join('; ');
}

/** States in which a service deployment is still under way. */
const statesInFlight: readonly string[] = [
	'PENDING',
	'IN_PROGRESS',
	'STOP_REQUESTED',
	'ROLLBACK_REQUESTED',
	'ROLLBACK_IN_PROGRESS',
];

export function isInFlight(status: string | undefined): boolean {
	return status !== undefined && statesInFlight.includes(status);
}

/** One service deployment of the history, without its service: `live` must be told from outside. */
export function stateOfRecord(status: string | undefined): DeploymentState {
	return fromRecord({ status }, undefined, undefined).state;
}
