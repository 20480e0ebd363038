import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { listAt } from '../../../deployment/values/jsonFields';
import { parseRepositoryName } from '../../../deployment/values/repositoryName';
import { gitHubClientForPicker } from '../../../GitHub/api/client';
import { listRepositories } from '../../../GitHub/api/repositories';
import { path } from '../../../shared/http/path';
import { chosenInPicker } from '../../../shared/fields/pickers';
import { numberedPages, pageWithMatches } from './choices';

/** Repositories that the GitHub token sees, those pushed to last first. */
export async function searchRepositories(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const client = gitHubClientForPicker(this);
	return await pageWithMatches(
		filter,
		paginationToken,
		numberedPages(async (query) => await listRepositories(client, query), ['full_name', 'full_name']),
	);
}

/** Environments of the chosen repository. */
export async function searchEnvironments(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const repository = parseRepositoryName(chosenInPicker(this, 'repository') ?? '');
	if (!repository) return { results: [] };
	const client = gitHubClientForPicker(this);
	return await pageWithMatches(
		filter,
		paginationToken,
		numberedPages(
			async (query) => {
				const body = await client.object({
					method: 'GET',
					path: path`/repos/${repository.owner}/${repository.name}/environments`,
					query,
				});
				return listAt(body, 'environments');
			},
			['name', 'name'],
		),
	);
}
