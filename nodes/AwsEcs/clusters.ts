import { type Cluster, DescribeClustersCommand, ListClustersCommand } from '@aws-sdk/client-ecs';

import { inGroupsOf, listByToken } from '../shared/aws/paginate';
import type { Ecs } from './transport';

export async function listClusters(ecs: Ecs, limit: number): Promise<Cluster[]> {
	const arns = await listByToken('clusters', limit, async (nextToken) => {
		const page = await ecs.call('ListClusters', async (client) =>
			await client.send(new ListClustersCommand(nextToken === undefined ? {} : { nextToken })),
		);
		return { elements: page.clusterArns, nextToken: page.nextToken };
	});
	const clusters: Cluster[] = [];
	for (const group of inGroupsOf(100, arns)) {
		const page = await ecs.call('DescribeClusters', async (client) =>
			await client.send(new DescribeClustersCommand({ clusters: group })),
		);
		clusters.push(...(page.clusters ?? []));
	}
	return clusters;
}
