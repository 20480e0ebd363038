import type { PlatformClient } from '../../shared/http/platformClient';
import { writeOnce } from '../../shared/waiting/writeOnce';
import {
	createComment,
	deleteComment,
	listComments,
	readLogin,
	type StickyComment,
	updateComment,
} from '../api/comments';
import type { Repository } from '../api/repositories';
import type { GitHubComment } from '../api/types';

/**
 * The comments that start with the marker, oldest first. Only those of the token's own account: anyone
 * may write a comment, and those of others are neither edited nor removed.
 */
export async function findSticky(
	client: PlatformClient,
	{ repository, issueNumber, marker }: StickyComment,
): Promise<GitHubComment[]> {
	const comments = await listComments(client, repository, issueNumber);
	const marked = comments.filter(({ body }) => body?.startsWith(marker));
	if (marked.length === 0) return [];
	const login = await readLogin(client);
	return login === null ? marked : marked.filter(({ user }) => user?.login === login);
}

export async function removeComments(
	client: PlatformClient,
	repository: Repository,
	comments: readonly GitHubComment[],
): Promise<void> {
	for (const { id } of comments) await deleteComment(client, repository, id);
}

export interface WrittenComment {
	readonly outcome: 'created' | 'updated' | 'unchanged';
	readonly comment: GitHubComment;
}

/** Puts `body` into the comment that is there, or creates it. */
export async function writeSticky(
	client: PlatformClient,
	sticky: StickyComment,
	current: GitHubComment | undefined,
	body: string,
): Promise<WrittenComment> {
	const { repository, issueNumber, marker } = sticky;
	// GitHub returns line ends as they were typed in its editor.
	if (current?.body?.replace(/\r\n/g, '\n') === body) return { outcome: 'unchanged', comment: current };
	if (current) {
		return { outcome: 'updated', comment: await updateComment(client, repository, current.id, body) };
	}
	const comment = await writeOnce({
		what: `the comment ${marker} on ${repository.owner}/${repository.name}#${issueNumber}`,
		send: async () => await createComment(client, repository, issueNumber, body),
		find: async () => (await findSticky(client, sticky))[0],
	});
	return { outcome: 'created', comment };
}
