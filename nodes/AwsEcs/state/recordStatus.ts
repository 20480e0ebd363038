import type { DeploymentState, DeploymentStatus } from '../../deployment/state/deploymentState';
import { type DeploymentEntry, type ServiceDeploymentProgress, supersededBy, unknownStatus } from './serviceProgress';

/** The status of a service deployment, with what its service shows of it. */
export function recordStatus(
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
			return unknownStatus(record.status);
	}
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

/** Whether a service deployment is still under way. */
export function isInFlight(status: string | undefined): boolean {
	return status !== undefined && statesInFlight.includes(status);
}

/** One service deployment of the history, without its service: which alone shows whether it is live. */
export function stateOfRecord(status: string | undefined): DeploymentState {
	return recordStatus({ status }, undefined, undefined).state;
}
