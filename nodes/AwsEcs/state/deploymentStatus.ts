import type { DeploymentStatus } from '../../deployment/state/deploymentState';
import { recordStatus } from './recordStatus';
import {
	type DeploymentEntry,
	type ServiceDeploymentProgress,
	type ServiceProgress,
	supersededBy,
	unknownStatus,
} from './serviceProgress';

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
	return record === undefined ? entryStatus(own, primary, deployments.length) : recordStatus(record, own, primary);
}

function entryStatus(
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
				return unknownStatus(own.rolloutState);
		}
	}
	if (primary === undefined) return unknownStatus(own?.status);
	const isRollback = own?.rolloutState === 'FAILED' || /roll(ing|ed)? ?back/i.test(primary.rolloutStateReason ?? '');
	if (!isRollback) return supersededBy(primary);
	const reason = own?.rolloutStateReason ?? primary.rolloutStateReason ?? 'ECS gave no reason';
	return primary.rolloutState === 'IN_PROGRESS'
		? { state: 'rolling', reason: `ECS is rolling it back: ${reason}` }
		: { state: 'rolledBack', reason };
}
