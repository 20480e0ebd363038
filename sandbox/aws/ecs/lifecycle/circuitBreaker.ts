import { circuitBreakerOf } from '../model/deploymentConfiguration';
import { breakerWords } from './failureWords';
import type { Deployment, Service, ServiceDeployment } from '../model/model';
import { isInFlight } from '../model/model';

export interface CircuitBreakerEvents {
	/** Too many tasks have failed; `rollback` where the service is configured so. */
	tripped(service: Service, record: ServiceDeployment, rollback: boolean): void;
	rollbackFailed(record: ServiceDeployment): void;
}

/** Counts the failed tasks of deployments in flight, of roll backs too. */
export class CircuitBreaker {
	constructor(private readonly events: CircuitBreakerEvents) {}

	taskReady(service: Service, deployment: Deployment, record: ServiceDeployment | undefined): void {
		if (!record || !isInFlight(record)) return;
		const breaker = circuitBreakerOf(record.configuration, service.desiredCount);
		if (!breaker.resetOnHealthyTask) return;
		deployment.failedTasks = 0;
		record.breaker.failureCount = 0;
	}

	taskFailed(service: Service, deployment: Deployment, record: ServiceDeployment | undefined): void {
		if (!record || deployment !== service.deployments[0] || !isInFlight(record)) return;
		const breaker = circuitBreakerOf(record.configuration, service.desiredCount);
		const isRollback = record.rollbackDeploymentId === deployment.id;
		if (!isRollback) record.breaker.failureCount += 1;
		record.updatedAtMs = deployment.updatedAtMs;
		const failures = isRollback ? deployment.failedTasks : record.breaker.failureCount;
		if (!breaker.enabled && !isRollback) return;
		if (failures < breaker.threshold || record.status === 'ROLLBACK_REQUESTED') return;
		if (isRollback) {
			deployment.rolloutState = 'FAILED';
			deployment.rolloutStateReason = breakerWords.failed;
			this.events.rollbackFailed(record);
			return;
		}
		record.breaker.status = 'TRIGGERED';
		this.events.tripped(service, record, breaker.rollback);
	}
}
