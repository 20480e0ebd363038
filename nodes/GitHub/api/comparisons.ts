import { textAt } from '../../deployment/values/jsonFields';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import type { Repository } from './repositories';
import type { CommitRange, GitHubComparison } from './types';

/** The most files a comparison lists (docs.github.com/rest/commits/commits, "Compare two commits"). */
export const maxComparedFiles = 300;

/** One page of a comparison: its files come with the first page, whatever the page's size. */
export async function compareCommits(
	client: PlatformClient,
	{ apiPath }: Pick<Repository, 'apiPath'>,
	range: CommitRange,
	page: { readonly page: number; readonly per_page: number },
	timeoutMs?: number,
): Promise<GitHubComparison> {
	return await client.object({ method: 'GET', path: comparePath(apiPath, range), query: page, timeoutMs });
}

/** A comparison's first page, with all the files that it lists; null when GitHub has not both commits, or they share no history. */
export async function readComparison(
	client: PlatformClient,
	{ apiPath }: Repository,
	range: CommitRange,
): Promise<unknown> {
	const { status, body } = await client.request({
		method: 'GET',
		path: comparePath(apiPath, range),
		query: { per_page: 1, page: 1 },
		acceptStatuses: [404, 422],
	});
	return status === 200 ? body : null;
}

/** How the head stands to the base; null when one of them is not in the repository, or they share no history. */
export async function readRelation(
	client: PlatformClient,
	repository: Repository,
	range: CommitRange,
): Promise<GitHubComparison['status'] | null> {
	const relation = textAt(await readComparison(client, repository, range), 'status');
	switch (relation) {
		case 'identical':
		case 'ahead':
		case 'behind':
		case 'diverged':
			return relation;
		default:
			return null;
	}
}

function comparePath(apiPath: string, { base, head }: CommitRange): string {
	return `${apiPath}${path`/compare/${base}...${head}`}`;
}
