import { numberAt, textAt } from '../../deployment/values/jsonFields';
import { parseRepositoryName } from '../../deployment/values/repositoryName';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { ConfigurationError } from '../../shared/operation/errors';
import type { GitHubRepository } from './types';

export interface Repository {
	readonly owner: string;
	readonly name: string;
	/** `/repos/owner/name`. */
	readonly apiPath: string;
}

/** @throws ConfigurationError when it is not of the form owner/name. */
export function repositoryFrom(text: string): Repository {
	const parsed = parseRepositoryName(text);
	if (parsed) return { ...parsed, apiPath: path`/repos/${parsed.owner}/${parsed.name}` };
	throw new ConfigurationError(
		`Repository must be of the form owner/name: ${text}`,
		'Choose a repository from the list, or enter owner/name',
	);
}

/**
 * A repository by GitHub's number of it: whoever has its name by now, this is the one that was meant. That address
 * is where GitHub leads those who ask for a former name.
 */
export function repositoryByNumber(id: string, fullName: string): Repository {
	return { ...repositoryFrom(fullName), apiPath: path`/repositories/${id}` };
}

/** One page of the repositories that the token sees, the most recently pushed first. */
export async function listRepositories(
	client: PlatformClient,
	page: { readonly page: number; readonly per_page: number },
): Promise<GitHubRepository[]> {
	return await client.list({ method: 'GET', path: '/user/repos', query: { sort: 'pushed', ...page } });
}

/** What a repository is, whatever it was called when it was asked for. */
export interface RepositoryIdentity {
	/** GitHub's number of it, which a rename leaves as it is. */
	readonly id: string;
	/** `owner/name`, as it is called now. */
	readonly fullName: string;
	readonly defaultBranch: string;
}

/** Which repository a name, or a former one, stands for. @throws PlatformRequestError when the token does not see it. */
export async function readIdentity(client: PlatformClient, { apiPath }: Repository): Promise<RepositoryIdentity> {
	const body = await client.object({ method: 'GET', path: apiPath });
	return {
		id: numberAt(body, 'id')?.toString() ?? '',
		fullName: textAt(body, 'full_name') ?? '',
		defaultBranch: textAt(body, 'default_branch') ?? '',
	};
}

/** @throws PlatformRequestError when the token does not see the repository. */
export async function assertVisible(client: PlatformClient, { apiPath }: Repository): Promise<void> {
	await client.object({ method: 'GET', path: apiPath });
}
