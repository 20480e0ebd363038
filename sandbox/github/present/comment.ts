import type { GitHubContext } from '../context';
import { urlsOf } from '../context';
import type { CommentRecord, JsonObject, RepositoryRecord } from '../model';
import { repositoryApiUrl, repositoryWebUrl } from './repository';
import { isoTime, nodeId } from './urls';
import { representUser } from './user';

export function representComment(context: GitHubContext, record: RepositoryRecord, comment: CommentRecord): JsonObject {
	const urls = urlsOf(context);
	const api = repositoryApiUrl(urls, record.fullName);
	const web = repositoryWebUrl(urls, record.fullName);
	return {
		url: `${api}/issues/comments/${comment.id}`,
		html_url: `${web}/pull/${comment.issueNumber}#issuecomment-${comment.id}`,
		issue_url: `${api}/issues/${comment.issueNumber}`,
		id: comment.id,
		node_id: nodeId('IssueComment', comment.id),
		user: representUser(urls, comment.author),
		created_at: isoTime(comment.createdAtMs),
		updated_at: isoTime(comment.updatedAtMs),
		author_association: 'MEMBER',
		body: comment.body,
		performed_via_github_app: null,
	};
}
