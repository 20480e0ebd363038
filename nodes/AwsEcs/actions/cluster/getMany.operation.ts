import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { ecsClient } from '../../api/client';
import { listClusters } from '../../api/clusters';
import { clusterJson } from '../../output/clusterJson';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many clusters',
	description: "List the clusters of the credential's region",
	properties: [...listProperties, simplifyProperty],
	async execute(context) {
		const raw = !simplifyProperty.read(context);
		const clusters = await listClusters(await ecsClient(context), limitParameter(context));
		return clusters.map((cluster) => clusterJson(cluster, raw));
	},
};
