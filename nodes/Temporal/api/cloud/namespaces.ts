import type { IDataObject } from 'n8n-workflow';

import { textAt, valueAt } from '../../../deployment/values/jsonFields';
import { listByCursor } from '../../../shared/http/pagination';
import { path } from '../../../shared/http/path';
import type { PlatformClient } from '../../../shared/http/platformClient';
import type { CloudNamespace, CloudOperation } from '../types';

export async function listNamespaces(client: PlatformClient, limit: number): Promise<CloudNamespace[]> {
	return await listByCursor<CloudNamespace>(
		client,
		{ method: 'GET', path: '/cloud/namespaces', query: { pageSize: 100 } },
		{
			limit,
			parameter: 'pageToken',
			select: (body) => valueAt(body, 'namespaces') ?? [],
			next: (body) => textAt(body, 'nextPageToken') ?? undefined,
		},
	);
}

export async function readNamespace(client: PlatformClient, namespace: string): Promise<CloudNamespace> {
	const body = await client.object<{ namespace?: CloudNamespace }>({
		method: 'GET',
		path: path`/cloud/namespaces/${namespace}`,
	});
	return body.namespace ?? {};
}

/** An operation's id of our own makes a request safe to repeat: the second one answers with the first one's operation. */
export async function updateNamespace(
	client: PlatformClient,
	namespace: string,
	update: { readonly spec: IDataObject; readonly resourceVersion: string; readonly asyncOperationId: string },
): Promise<CloudOperation> {
	const body = await client.object<{ asyncOperation?: CloudOperation }>({
		method: 'POST',
		path: path`/cloud/namespaces/${namespace}`,
		body: { ...update },
		safeToRepeat: true,
	});
	return body.asyncOperation ?? {};
}

export async function failOverNamespace(
	client: PlatformClient,
	namespace: string,
	failover: { readonly region: string; readonly asyncOperationId: string },
): Promise<CloudOperation> {
	const body = await client.object<{ asyncOperation?: CloudOperation }>({
		method: 'POST',
		path: `${path`/cloud/namespaces/${namespace}`}/failover-region`,
		body: { ...failover },
		safeToRepeat: true,
	});
	return body.asyncOperation ?? {};
}
