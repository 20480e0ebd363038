import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { ecsClientForPicker } from '../../api/client';
import { clusterPage } from '../../api/clusters';
import { pageOf } from './pageOf';

/** Clusters by name, with how many services they have. */
export async function searchClusters(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { clusters, nextToken } = await clusterPage(await ecsClientForPicker(this), paginationToken);
	const choices = clusters.map(({ clusterName = '', activeServicesCount = 0 }) => ({
		name: `${clusterName} (${activeServicesCount} ${activeServicesCount === 1 ? 'service' : 'services'})`,
		value: clusterName,
	}));
	return pageOf(filter, choices, nextToken);
}
