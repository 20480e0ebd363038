import { isRecord } from '../../deployment/values/jsonFields';
import { listByPage } from '../../shared/http/pagination';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import type { Repository } from './repositories';
import type { GitHubChangedFile } from './types';

/** The most files a commit lists, over all its pages (docs.github.com/rest/commits/commits, "Get a commit"). */
export const maxFilesOfCommit = 3000;

/** The whole SHA of the commit that a branch, tag or short SHA names. */
export async function readCommitSha(client: PlatformClient, { apiPath }: Repository, ref: string): Promise<string> {
	const { sha } = await client.object<{ readonly sha: string }>({
		method: 'GET',
		path: `${apiPath}${path`/commits/${ref}`}`,
		query: { per_page: 1 },
	});
	return sha;
}

export async function listFilesOfCommit(
	client: PlatformClient,
	{ apiPath }: Repository,
	sha: string,
): Promise<GitHubChangedFile[]> {
	return await listByPage(
		client,
		{ method: 'GET', path: `${apiPath}${path`/commits/${sha}`}` },
		{
			limit: maxFilesOfCommit,
			pageSize: 100,
			select: (body) => (isRecord(body) && 'files' in body ? body.files : []),
		},
	);
}
