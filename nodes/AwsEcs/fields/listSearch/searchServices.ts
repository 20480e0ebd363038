import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { nameInArn } from '../../../shared/aws/arn';
import { chosenInPicker } from '../../../shared/fields/pickers';
import { ecsClientForPicker } from '../../api/client';
import { serviceArnPage } from '../../api/services';
import { byName, pageOf } from './pageOf';

/** Services of the chosen cluster. */
export async function searchServices(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const cluster = chosenInPicker(this, 'cluster');
	if (cluster === null) return { results: [] };
	const page = await serviceArnPage(await ecsClientForPicker(this), cluster, paginationToken);
	return pageOf(filter, byName(page.serviceArns?.map(nameInArn)), page.nextToken);
}
