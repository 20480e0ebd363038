import { arnOf } from '../../account';
import { alarmsOf, circuitBreakerOf } from '../model/deploymentConfiguration';
import type { Service, ServiceDeployment, ServiceRevision } from '../model/model';
import type { EcsWorld } from '../world/ecsWorld';

/** The record of a deployment that has just begun. */
export function newServiceDeployment(
	world: EcsWorld,
	service: Service,
	deploymentId: string,
	revision: ServiceRevision,
	source: readonly ServiceRevision[],
): ServiceDeployment {
	const breaker = circuitBreakerOf(service.configuration, service.desiredCount);
	const alarms = alarmsOf(service.configuration);
	const number = revision.arn.split('/').at(-1) ?? '';
	const nowMs = world.now();
	return {
		arn: arnOf('ecs', `service-deployment/${service.clusterName}/${service.name}/${world.kernel.ids.hex(4)}${number}`),
		deploymentId,
		rollbackDeploymentId: undefined,
		source,
		target: revision,
		configuration: service.configuration,
		status: 'IN_PROGRESS',
		statusReason: undefined,
		lifecycleStage: undefined,
		hooks: [],
		createdAtMs: nowMs,
		startedAtMs: nowMs,
		finishedAtMs: undefined,
		stoppedAtMs: undefined,
		updatedAtMs: nowMs,
		rollback: undefined,
		breaker: {
			status: breaker.enabled ? 'MONITORING' : 'DISABLED',
			failureCount: 0,
			threshold: breaker.threshold,
		},
		alarms: {
			status: alarms.enabled ? 'MONITORING' : 'DISABLED',
			names: alarms.names,
			triggered: [],
		},
		productionWeight: 0,
		testWeight: 0,
	};
}
