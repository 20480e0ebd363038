import type { Service, TaskDefinition } from '@aws-sdk/client-ecs';

import { nameInArn } from '../../shared/aws/arn';
import { mapConcurrently } from '../../shared/waiting/mapConcurrently';
import { listClusters } from '../api/clusters';
import { listServices } from '../api/services';
import { listTasks } from '../api/tasks';
import type { Ecs } from '../api/types';

/** Clusters that are looked into at once: three calls each, of the 20 a second that AWS allows. */
const clustersAtOnce = 4;

/** Services and tasks of the region that run a revision, or are just rolling it out. */
export async function usersOfRevision(
	ecs: Ecs,
	{ taskDefinitionArn: arn = '', family }: TaskDefinition,
): Promise<string[]> {
	const clusters = await listClusters(ecs, Infinity);
	const users = await mapConcurrently(clusters, clustersAtOnce, async ({ clusterArn: cluster = '' }) => {
		const services = await listServices(ecs, cluster, Infinity);
		const tasks = await listTasks(ecs, { cluster, family, desiredStatus: 'RUNNING' });
		return [
			...services
				.filter((service) => revisionsOf(service).includes(arn))
				.map(({ serviceName = '' }) => `service ${nameInArn(cluster)}/${serviceName}`),
			...tasks
				.filter(({ taskDefinitionArn }) => taskDefinitionArn === arn)
				.map(({ taskArn }) => `task ${nameInArn(taskArn)}`),
		];
	});
	return users.flat();
}

function revisionsOf({ taskDefinition, deployments = [], taskSets = [] }: Service) {
	return [taskDefinition, ...[...deployments, ...taskSets].map((each) => each.taskDefinition)];
}
