import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { matching } from '../../../shared/fields/pickers';
import { upstashManagementClientForPicker } from '../../../Upstash/api/client';
import { choicesOf } from './choices';

/** Redis databases of the Upstash account. */
export async function searchRedisDatabases(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const databases = await upstashManagementClientForPicker(this).list({ method: 'GET', path: '/redis/databases' });
	return matching(filter, choicesOf(databases, 'database_name', 'database_id'));
}
