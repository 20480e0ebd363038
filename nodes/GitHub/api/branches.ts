import { textAt } from '../../deployment/values/jsonFields';
import { listByPage } from '../../shared/http/pagination';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { assertVisible, type Repository } from './repositories';
import type { GitHubBranch } from './types';

export async function listBranches(
	client: PlatformClient,
	{ apiPath }: Repository,
	limit: number,
): Promise<GitHubBranch[]> {
	return await listByPage(client, { method: 'GET', path: `${apiPath}/branches` }, { limit, pageSize: 100 });
}

/** The commit at the head of a branch; null when the repository has no such branch. */
export async function readBranchHead(
	client: PlatformClient,
	repository: Repository,
	branch: string,
): Promise<string | null> {
	const { status, body } = await client.request({
		method: 'GET',
		path: `${repository.apiPath}${path`/branches/${branch}`}`,
		acceptStatuses: [404],
	});
	if (status !== 404) return textAt(body, 'commit', 'sha');
	// A repository that the token does not see answers 404 as well: that is an error, not "no such branch".
	await assertVisible(client, repository);
	return null;
}
