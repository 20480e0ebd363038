import type { GitHubContext } from '../../context';
import { representPullRequest } from '../pullRequest';
import { without } from '../../http/requestBody';
import { TOKEN_LOGIN } from '../../world/accounts';
import type { CommentRecord, JsonObject, RepositoryRecord } from '../../model';
import { eventPayload } from './eventPayload';

/** The `issue_comment` event, which comments on pull requests bring as well: each is an issue, too. */
export function issueCommentPayload(
	context: GitHubContext,
	record: RepositoryRecord,
	comment: { readonly record: CommentRecord; readonly body: JsonObject },
	action: 'created' | 'edited' | 'deleted',
	textBefore?: string,
): JsonObject {
	const pull = record.pullRequests.find(({ number }) => number === comment.record.issueNumber);
	const { id, node_id, number, title, state, user, html_url, created_at, updated_at } = pull
		? representPullRequest(context, record, pull)
		: {};
	const payload = eventPayload(context, record, 'issue_comment', TOKEN_LOGIN, {
		action,
		...(textBefore !== undefined && { changes: { body: { from: textBefore } } }),
		issue: { id, node_id, number, title, state, user, html_url, created_at, updated_at },
		comment: comment.body,
	});
	return action === 'edited' ? payload : without(payload, 'changes');
}
