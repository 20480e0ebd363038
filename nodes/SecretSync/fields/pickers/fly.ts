import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { listApps } from '../../../Fly/api/apps';
import { flyClientForPicker } from '../../../Fly/api/client';
import { matching } from '../../../shared/fields/pickers';

/** Apps of the organization in the Fly.io credential. */
export async function searchApps(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const client = flyClientForPicker(this);
	const apps = await listApps(client, await client.organization());
	return matching(
		filter,
		apps.flatMap(({ name }) => (name ? [{ name, value: name }] : [])),
	);
}
