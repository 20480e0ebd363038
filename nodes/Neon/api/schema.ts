import type { IDataObject } from 'n8n-workflow';

import { path } from '../../shared/http/path';
import { OperationFailure } from '../../shared/operation/errors';
import type { ProjectClient } from './projectClient';

/** How the schema of a branch differs from the one that the query names, as a unified diff. */
export async function compareSchemas(client: ProjectClient, branchId: string, query: IDataObject): Promise<string> {
	const { diff } = await client.object<{ diff?: string }>({
		method: 'GET',
		path: path`/branches/${branchId}/compare_schema`,
		query,
	});
	if (typeof diff === 'string') return diff;
	throw new OperationFailure(
		'Neon answered the comparison without a diff',
		"Look at Neon's status page, then run this again",
	);
}
