import { epochSeconds } from '../../account';
import type { JsonObject } from '../../protocol/jsonInput';
import { compact } from '../../protocol/jsonInput';
import type { Service, TaskSet } from '../model/model';
import type { EcsWorld } from '../world/ecsWorld';

/** Tasks that a task set should have: its share of the service's, rounded up. */
export function sizeOf(service: Service, { scale, status }: TaskSet): number {
	return status === 'DRAINING' ? 0 : Math.ceil((service.desiredCount * scale) / 100);
}

export function presentTaskSet(world: EcsWorld, service: Service, taskSet: TaskSet): JsonObject {
	const tasks = world.tasksOf(service).filter(({ revisionArn }) => revisionArn === taskSet.revision.arn);
	const { launchType, platformVersion, platformFamily, networkConfiguration } = taskSet.revision.settings;
	return compact({
		id: taskSet.id,
		taskSetArn: taskSet.arn,
		serviceArn: service.arn,
		clusterArn: world.clusters.get(service.clusterName)?.arn,
		externalId: taskSet.externalId,
		status: taskSet.status,
		taskDefinition: taskSet.revision.taskDefinition.arn,
		computedDesiredCount: sizeOf(service, taskSet),
		pendingCount: tasks.filter(({ status }) => ['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(status)).length,
		runningCount: tasks.filter(({ status }) => status === 'RUNNING').length,
		createdAt: epochSeconds(taskSet.createdAtMs),
		updatedAt: epochSeconds(taskSet.updatedAtMs),
		launchType,
		platformVersion,
		platformFamily,
		networkConfiguration,
		loadBalancers: [],
		serviceRegistries: [],
		scale: { value: taskSet.scale, unit: 'PERCENT' },
		stabilityStatus: taskSet.isSteady ? 'STEADY_STATE' : 'STABILIZING',
		stabilityStatusAt: epochSeconds(taskSet.stabilityStatusAtMs),
		tags: [],
	});
}
