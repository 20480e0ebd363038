import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { netlifyClient } from './transport';
import type { NetlifySite } from './types';

const pageSize = 100;

/** Sites by name, with the domain they answer at. */
export async function searchSites(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const page = Number(paginationToken ?? 1);
	const sites = await netlifyClient(this).list<NetlifySite>({
		method: 'GET',
		path: '/sites',
		query: { filter: 'all', ...(filter && { name: filter }), page, per_page: pageSize },
	});
	return {
		results: sites.map(({ id, name, custom_domain: domain, admin_url: url }) => ({
			name: domain ? `${name ?? id} (${domain})` : (name ?? id),
			value: id,
			...(url && { url }),
		})),
		...(sites.length === pageSize && { paginationToken: String(page + 1) }),
	};
}
