import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { gitHubClient } from './transport';
import type { GitHubRepository } from './types';

const pageSize = 100;

/** The repositories that the token sees, those pushed to last first; a filter is a part of the name. */
export async function searchRepositories(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const page = Number(paginationToken ?? 1);
	const repositories = await gitHubClient(this).list<GitHubRepository>({
		method: 'GET',
		path: '/user/repos',
		query: { sort: 'pushed', per_page: pageSize, page },
	});
	const wanted = filter?.trim().toLowerCase() ?? '';
	return {
		results: repositories
			.filter(({ full_name: fullName }) => fullName.toLowerCase().includes(wanted))
			.map(({ full_name: fullName, html_url: url }) => ({ name: fullName, value: fullName, url })),
		paginationToken: repositories.length === pageSize ? String(page + 1) : undefined,
	};
}
