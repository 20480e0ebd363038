import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { netlifyClientForPicker } from '../../../Netlify/api/client';
import { numberedPages } from './choices';

/** Netlify sites; Netlify itself searches by name. */
export async function searchSites(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const client = netlifyClientForPicker(this);
	const wanted = filter?.trim() ?? '';
	const { choices, next } = await numberedPages(
		async (query) =>
			await client.list({
				method: 'GET',
				path: '/sites',
				query: { filter: 'all', ...(wanted !== '' && { name: wanted }), ...query },
			}),
		['name', 'id'],
	)(paginationToken);
	return { results: [...choices], ...(next !== undefined && { paginationToken: next }) };
}
