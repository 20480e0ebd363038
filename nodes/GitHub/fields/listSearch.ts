import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { listAt, textAt } from '../../deployment/values/jsonFields';
import { OperationFailure, toNodeError } from '../../shared/operation/errors';
import { listByPage } from '../../shared/http/pagination';
import { path } from '../../shared/http/path';
import { errorHints } from '../api/errorHints';
import { repositoryFrom } from '../api/repository';
import { gitHubClientForPicker } from '../api/client';
import type { GitHubBranch, GitHubHook, GitHubRepository, GitHubWorkflow } from '../api/types';

const pageSize = 100;

type Result = INodeListSearchResult['results'][number];

/** The repositories that the token sees, those pushed to last first. */
export async function searchRepositories(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const page = Number(paginationToken ?? 1);
	const repositories = await gitHubClientForPicker(this).list<GitHubRepository>({
		method: 'GET',
		path: '/user/repos',
		query: { sort: 'pushed', per_page: pageSize, page },
	});
	return {
		...matching(
			repositories.map(({ full_name: name, html_url: url }) => ({ name, value: name, url })),
			filter,
		),
		paginationToken: repositories.length === pageSize ? String(page + 1) : undefined,
	};
}

export async function searchBranches(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const branches = await listByPage<GitHubBranch>(
		gitHubClientForPicker(this),
		{ method: 'GET', path: `${repositoryPath(this)}/branches` },
		{ limit: 2_000, pageSize },
	);
	return matching(branches.map(({ name }) => ({ name, value: name })), filter);
}

export async function searchWorkflows(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const workflows = await listByPage<GitHubWorkflow>(
		gitHubClientForPicker(this),
		{ method: 'GET', path: `${repositoryPath(this)}/actions/workflows` },
		{ limit: 1_000, pageSize, select: (body) => listAt(body, 'workflows') },
	);
	return matching(
		workflows.map(({ name, path: file }) => ({
			name: `${name} (${file.replace(/^.*\//, '')})`,
			value: file.replace(/^.*\//, ''),
		})),
		filter,
	);
}

export async function searchHooks(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const organization = this.getCurrentNodeParameter('organization');
	const ownerPath =
		this.getCurrentNodeParameter('hookOwner') === 'organization'
			? path`/orgs/${typeof organization === 'string' ? organization.trim() : ''}`
			: repositoryPath(this);
	const hooks = await listByPage<GitHubHook>(
		gitHubClientForPicker(this),
		{ method: 'GET', path: `${ownerPath}/hooks` },
		{ limit: 1_000, pageSize },
	);
	return matching(
		hooks.map(({ id, config, events }) => ({
			name: `${config.url ?? 'no address'} (${events.join(', ')})`,
			value: String(id),
		})),
		filter,
	);
}

/** The chosen repository's path. @throws NodeOperationError when none is chosen yet. */
function repositoryPath(functions: ILoadOptionsFunctions): string {
	const chosen: unknown = functions.getCurrentNodeParameter('repository', { extractValue: true });
	const text = typeof chosen === 'string' ? chosen : (textAt(chosen, 'value') ?? '');
	if (text.trim() !== '') return repositoryFrom(text).apiPath;
	throw toNodeError(
		functions.getNode(),
		new OperationFailure('No repository is chosen yet', 'Choose the repository first'),
		0,
		errorHints,
	);
}

function matching(results: Result[], filter?: string): INodeListSearchResult {
	const wanted = filter?.trim().toLowerCase() ?? '';
	return { results: results.filter(({ name }) => name.toLowerCase().includes(wanted)) };
}
