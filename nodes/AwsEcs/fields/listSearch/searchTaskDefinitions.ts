import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { nameInArn } from '../../../shared/aws/arn';
import { ecsClientForPicker } from '../../api/client';
import { familyPage, taskDefinitionPage } from '../../api/taskDefinitions';
import { byName, pageOf } from './pageOf';

/** Families with an active revision; ECS itself searches by their beginning only. */
export async function searchTaskDefinitionFamilies(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const page = await familyPage(await ecsClientForPicker(this), paginationToken);
	return pageOf(filter, byName(page.families), page.nextToken);
}

/** Active revisions, the newest of each family first. */
export async function searchTaskDefinitions(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const page = await taskDefinitionPage(await ecsClientForPicker(this), {
		status: 'ACTIVE',
		maxResults: 100,
		...(paginationToken && { nextToken: paginationToken }),
	});
	return pageOf(filter, byName(page.taskDefinitionArns?.map(nameInArn)), page.nextToken);
}
