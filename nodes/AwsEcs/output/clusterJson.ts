import type { Cluster } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { redactedJson } from '../state/redactedJson';

/** A cluster as an item's JSON; as ECS gave it when `raw`. */
export function clusterJson(cluster: Cluster, raw: boolean): IDataObject {
	if (raw) return redactedJson(cluster) ?? {};
	return {
		name: cluster.clusterName ?? null,
		arn: cluster.clusterArn ?? null,
		status: cluster.status ?? null,
		runningTasks: cluster.runningTasksCount ?? null,
		pendingTasks: cluster.pendingTasksCount ?? null,
		activeServices: cluster.activeServicesCount ?? null,
	};
}
