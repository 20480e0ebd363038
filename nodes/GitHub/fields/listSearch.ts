import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { textAt } from '../../deployment/values/jsonFields';
import { matching } from '../../shared/fields/pickers';
import { path } from '../../shared/http/path';
import { ConfigurationError, toNodeError } from '../../shared/operation/errors';
import { listBranches } from '../api/branches';
import { gitHubClientForPicker } from '../api/client';
import { errorHints } from '../api/errorHints';
import { listHooks } from '../api/hooks';
import { listRepositories, type Repository, repositoryFrom } from '../api/repositories';
import { listWorkflows } from '../api/workflows';

const pageSize = 100;

/** The repositories that the token sees, the most recently pushed first. */
export async function searchRepositories(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const page = Number(paginationToken ?? 1);
	const repositories = await listRepositories(gitHubClientForPicker(this), { page, per_page: pageSize });
	return {
		...matching(
			filter,
			repositories.map(({ full_name: name, html_url: url }) => ({ name, value: name, url })),
		),
		paginationToken: repositories.length === pageSize ? String(page + 1) : undefined,
	};
}

export async function searchBranches(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const branches = await listBranches(gitHubClientForPicker(this), chosenRepository(this), 2_000);
	return matching(
		filter,
		branches.map(({ name }) => ({ name, value: name })),
	);
}

export async function searchWorkflows(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const workflows = await listWorkflows(gitHubClientForPicker(this), chosenRepository(this), 1_000);
	return matching(
		filter,
		workflows.map(({ name, path: file }) => {
			const value = file.replace(/^.*\//, '');
			return { name: `${name} (${value})`, value };
		}),
	);
}

export async function searchHooks(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const organization = this.getCurrentNodeParameter('organization');
	const ownerPath =
		this.getCurrentNodeParameter('hookOwner') === 'organization'
			? path`/orgs/${typeof organization === 'string' ? organization.trim() : ''}`
			: chosenRepository(this).apiPath;
	const hooks = await listHooks(gitHubClientForPicker(this), `${ownerPath}/hooks`, 1_000);
	return matching(
		filter,
		hooks.map(({ id, config, events }) => ({
			name: `${config.url ?? 'no address'} (${events.join(', ')})`,
			value: String(id),
		})),
	);
}

/** @throws NodeOperationError when none is chosen yet. */
function chosenRepository(functions: ILoadOptionsFunctions): Repository {
	const chosen: unknown = functions.getCurrentNodeParameter('repository', { extractValue: true });
	const text = typeof chosen === 'string' ? chosen : (textAt(chosen, 'value') ?? '');
	if (text.trim() !== '') return repositoryFrom(text);
	throw toNodeError(
		functions.getNode(),
		new ConfigurationError('No repository is chosen yet', 'Choose the repository first'),
		0,
		errorHints,
	);
}
