import { textAt } from '../../deployment/values/jsonFields';
import { listByPage } from '../../shared/http/pagination';
import { deleteIfThere } from '../../shared/http/readIfThere';
import type { PlatformClient } from '../../shared/http/platformClient';
import type { Repository } from './repositories';
import type { GitHubComment } from './types';

/** The comment of an issue or pull request that starts with a marker. */
export interface StickyComment {
	readonly repository: Repository;
	readonly issueNumber: number;
	readonly marker: string;
}

/** The hidden text at the start of a comment by which it is found again. */
export function stickyMarker(key: string): string {
	return `<!-- slipway:${key} -->`;
}

/** The comments of an issue or pull request, oldest first. */
export async function listComments(
	client: PlatformClient,
	{ apiPath }: Repository,
	issueNumber: number,
): Promise<GitHubComment[]> {
	return await listByPage(
		client,
		{ method: 'GET', path: `${apiPath}/issues/${issueNumber}/comments` },
		{ limit: Infinity, pageSize: 100 },
	);
}

export async function createComment(
	client: PlatformClient,
	{ apiPath }: Repository,
	issueNumber: number,
	body: string,
): Promise<GitHubComment> {
	return await client.object({ method: 'POST', path: `${apiPath}/issues/${issueNumber}/comments`, body: { body } });
}

export async function updateComment(
	client: PlatformClient,
	{ apiPath }: Repository,
	id: number,
	body: string,
): Promise<GitHubComment> {
	return await client.object({
		method: 'PATCH',
		path: `${apiPath}/issues/comments/${id}`,
		body: { body },
		safeToRepeat: true,
	});
}

/** Deletes a comment; one that is gone already is fine. */
export async function deleteComment(client: PlatformClient, { apiPath }: Repository, id: number): Promise<void> {
	await deleteIfThere(client, { path: `${apiPath}/issues/comments/${id}` });
}

/** The login of the token's own account; null for an app's token, which has no user of its own. */
export async function readLogin(client: PlatformClient): Promise<string | null> {
	const { status, body } = await client.request({ method: 'GET', path: '/user', acceptStatuses: [403, 404] });
	return status === 200 ? textAt(body, 'login') : null;
}
