import type { IDataObject } from 'n8n-workflow';

import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure } from '../../shared/operation/errors';

/** How the schema of a branch differs from the one that the query names, as a unified diff. */
export async function compareSchemas(
	client: PlatformClient,
	projectId: string,
	branchId: string,
	query: IDataObject,
): Promise<string> {
	const { diff } = await client.object<{ diff?: string }>({
		method: 'GET',
		path: path`/projects/${projectId}/branches/${branchId}/compare_schema`,
		query,
	});
	if (typeof diff === 'string') return diff;
	throw new OperationFailure(
		'Neon answered the comparison without a diff',
		'Look at Neon\'s status page, then run this again',
	);
}
