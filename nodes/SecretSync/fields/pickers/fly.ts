import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { listAt } from '../../../deployment/values/jsonFields';
import { flyClientForPicker } from '../../../Fly/api/client';
import { matching } from '../../../shared/fields/pickers';
import { choicesOf } from './choices';

/** Apps of the organization in the Fly.io credential. */
export async function searchApps(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const client = flyClientForPicker(this);
	const organization = await client.organization();
	const body = await client.object({
		method: 'GET',
		path: '/v1/apps',
		query: { org_slug: organization },
	});
	return matching(filter, choicesOf(listAt(body, 'apps'), 'name'));
}
