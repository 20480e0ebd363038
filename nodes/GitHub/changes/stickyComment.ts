import { textAt } from '../../deployment/values/jsonFields';
import { listByPage } from '../../shared/http/pagination';
import type { PlatformClient } from '../../shared/http/platformClient';
import { writeOnce } from '../../shared/waiting/writeOnce';
import type { Repository } from '../api/repository';
import type { GitHubComment } from '../api/types';

/**
 * The comments that start with the marker, oldest first. Only those of the token's own account: anyone
 * may write a comment, and what another wrote is neither edited nor removed.
 */
export async function findSticky(
	client: PlatformClient,
	{ apiPath }: Repository,
	issueNumber: number,
	marker: string,
): Promise<GitHubComment[]> {
	const comments = await listByPage<GitHubComment>(
		client,
		{ method: 'GET', path: `${apiPath}/issues/${issueNumber}/comments` },
		{ limit: Infinity, pageSize: 100 },
	);
	const marked = comments.filter(({ body }) => body?.startsWith(marker));
	if (marked.length === 0) return [];
	// An app's token has no user of its own; then the marker alone must do.
	const { status, body } = await client.request({
		method: 'GET',
		path: '/user',
		acceptStatuses: [403, 404],
	});
	const login = status === 200 ? textAt(body, 'login') : null;
	return login === null ? marked : marked.filter(({ user }) => user?.login === login);
}

/** Removes comments; one that is gone already is fine. */
export async function removeComments(
	client: PlatformClient,
	{ apiPath }: Repository,
	comments: readonly GitHubComment[],
): Promise<void> {
	for (const { id } of comments) {
		await client.request({
			method: 'DELETE',
			path: `${apiPath}/issues/comments/${id}`,
			acceptStatuses: [404],
		});
	}
}

export interface WantedComment {
	readonly issueNumber: number;
	readonly marker: string;
	readonly body: string;
	/** The comment that is there. */
	readonly first: GitHubComment | undefined;
}

/** Writes the comment of a marker: one that says the same already is left alone. */
export async function writeSticky(
	client: PlatformClient,
	repository: Repository,
	{ issueNumber, marker, body, first }: WantedComment,
): Promise<{ outcome: 'created' | 'updated' | 'unchanged'; comment: GitHubComment }> {
	// GitHub gives line ends back as they were typed in its editor.
	if (first?.body?.replace(/\r\n/g, '\n') === body) return { outcome: 'unchanged', comment: first };
	if (first) {
		const comment = await client.object<GitHubComment>({
			method: 'PATCH',
			path: `${repository.apiPath}/issues/comments/${first.id}`,
			body: { body },
			safeToRepeat: true,
		});
		return { outcome: 'updated', comment };
	}
	const comment = await writeOnce({
		what: `the comment ${marker} on ${repository.owner}/${repository.name}#${issueNumber}`,
		send: async () =>
			await client.object<GitHubComment>({
				method: 'POST',
				path: `${repository.apiPath}/issues/${issueNumber}/comments`,
				body: { body },
			}),
		find: async () => (await findSticky(client, repository, issueNumber, marker))[0],
	});
	return { outcome: 'created', comment };
}
