import type { Operation } from '../../../shared/operation/operation';
import { limitParameter, switchParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { listClusters } from '../../clusters';
import { plain } from '../../redacted';
import { ecsOf } from '../../transport';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many clusters',
	description: 'List the clusters of the credential\'s region',
	properties: [...listProperties, simplifyProperty],
	async execute(context) {
		const ecs = await ecsOf(context);
		const clusters = await listClusters(ecs, limitParameter(context));
		if (!switchParameter(context, 'simplify')) return clusters.map((cluster) => plain(cluster) ?? {});
		return clusters.map((cluster) => ({
			name: cluster.clusterName ?? null,
			arn: cluster.clusterArn ?? null,
			status: cluster.status ?? null,
			runningTasks: cluster.runningTasksCount ?? null,
			pendingTasks: cluster.pendingTasksCount ?? null,
			activeServices: cluster.activeServicesCount ?? null,
		}));
	},
};
