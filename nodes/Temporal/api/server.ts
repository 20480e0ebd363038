import { textAt, valueAt } from '../../deployment/values/jsonFields';
import { listByCursor } from '../../shared/http/pagination';
import type { PlatformClient } from '../../shared/http/platformClient';

/** Names of the server's namespaces. */
export async function listServerNamespaces(client: PlatformClient, limit: number): Promise<string[]> {
	const found = await listByCursor<unknown>(
		client,
		{ method: 'GET', path: '/api/v1/namespaces', query: { pageSize: 100 } },
		{
			limit,
			parameter: 'nextPageToken',
			select: (body) => valueAt(body, 'namespaces') ?? [],
			next: (body) => textAt(body, 'nextPageToken') ?? undefined,
		},
	);
	return found.flatMap((namespace) => textAt(namespace, 'namespaceInfo', 'name') ?? []);
}

/** Such as `1.32.0`; empty where the server does not tell. */
export async function readServerVersion(client: PlatformClient): Promise<string> {
	const body = await client.object<{ serverVersion?: string }>({ method: 'GET', path: '/api/v1/system-info' });
	return body.serverVersion ?? '';
}
