import { textAt, valueAt } from '../../../deployment/values/jsonFields';
import { listByCursor } from '../../../shared/http/pagination';
import type { PlatformClient } from '../../../shared/http/platformClient';

/** Summaries of days, oldest first (github.com/temporalio/cloud-api, GetUsage: a pre-release feature). */
export async function listUsage(client: PlatformClient, from: string, to: string): Promise<unknown[]> {
	return await listByCursor<unknown>(
		client,
		{
			method: 'GET',
			path: '/cloud/usage',
			query: { startTimeInclusive: from, endTimeExclusive: to, pageSize: 100 },
		},
		{
			limit: Infinity,
			parameter: 'pageToken',
			select: (body) => valueAt(body, 'summaries') ?? [],
			next: (body) => textAt(body, 'nextPageToken') ?? undefined,
		},
	);
}
