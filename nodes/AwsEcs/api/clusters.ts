import { type Cluster, DescribeClustersCommand, ListClustersCommand } from '@aws-sdk/client-ecs';

import { inGroupsOf, listByToken } from '../../shared/aws/paginate';
import type { Ecs } from './types';

/** The clusters of the region, up to `limit`. */
export async function listClusters(ecs: Ecs, limit: number): Promise<Cluster[]> {
	const arns = await listByToken('clusters', limit, async (nextToken) => {
		const page = await clusterArnPage(ecs, nextToken);
		return { elements: page.clusterArns, nextToken: page.nextToken };
	});
	const clusters: Cluster[] = [];
	for (const group of inGroupsOf(100, arns)) clusters.push(...(await describeClusters(ecs, group)));
	return clusters;
}

/** One page of the clusters of the region, described. */
export async function clusterPage(ecs: Ecs, token: string | undefined) {
	const { clusterArns = [], nextToken } = await clusterArnPage(ecs, token);
	return { clusters: clusterArns.length === 0 ? [] : await describeClusters(ecs, clusterArns), nextToken };
}

async function clusterArnPage(ecs: Ecs, nextToken: string | undefined) {
	return await ecs.call(
		'ListClusters',
		async (client) => await client.send(new ListClustersCommand(nextToken ? { nextToken } : {})),
	);
}

async function describeClusters(ecs: Ecs, arns: string[]): Promise<Cluster[]> {
	const { clusters = [] } = await ecs.call(
		'DescribeClusters',
		async (client) => await client.send(new DescribeClustersCommand({ clusters: arns })),
	);
	return clusters;
}
