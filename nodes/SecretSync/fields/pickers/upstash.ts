import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { matching } from '../../../shared/fields/pickers';
import { upstashManagementClientForPicker } from '../../../Upstash/api/client';
import { listDatabases } from '../../../Upstash/api/management/databases';

/** Redis databases of the Upstash account. */
export async function searchRedisDatabases(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const databases = await listDatabases(upstashManagementClientForPicker(this));
	return matching(
		filter,
		databases.map(({ database_id: id, database_name: name }) => ({ name: name ?? id, value: id })),
	);
}
