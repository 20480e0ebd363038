import { textAt, valueAt } from '../../../deployment/values/jsonFields';
import { listByCursor } from '../../../shared/http/pagination';
import { path } from '../../../shared/http/path';
import type { PlatformClient } from '../../../shared/http/platformClient';
import type { CloudApiKey, CloudOperation } from '../types';

/** API keys of the account, without what they are: Temporal Cloud shows a key once. */
export async function listApiKeys(client: PlatformClient, limit: number): Promise<CloudApiKey[]> {
	return await listByCursor<CloudApiKey>(
		client,
		{ method: 'GET', path: '/cloud/api-keys', query: { pageSize: 100 } },
		{
			limit,
			parameter: 'pageToken',
			select: (body) => valueAt(body, 'apiKeys') ?? [],
			next: (body) => textAt(body, 'nextPageToken') ?? undefined,
		},
	);
}

export async function readOperation(client: PlatformClient, id: string): Promise<CloudOperation> {
	const body = await client.object<{ asyncOperation?: CloudOperation }>({
		method: 'GET',
		path: path`/cloud/operations/${id}`,
	});
	return body.asyncOperation ?? {};
}
