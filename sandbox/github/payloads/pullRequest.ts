import type { GitHubContext } from '../context';
import { representFullPullRequest } from '../pullRequestBody';
import type { JsonObject, PullRequestRecord, RepositoryRecord } from '../world';
import { eventPayload } from './subject';

export type PullRequestAction =
	| { readonly action: 'opened' | 'closed' | 'reopened' | 'ready_for_review' | 'converted_to_draft' }
	| { readonly action: 'synchronize'; readonly before: string; readonly after: string };

/** The `pull_request` event. */
export function pullRequestPayload(
	context: GitHubContext,
	record: RepositoryRecord,
	pull: PullRequestRecord,
	action: PullRequestAction,
): JsonObject {
	return eventPayload(context, record, 'pull_request', pull.author, {
		...action,
		number: pull.number,
		pull_request: representFullPullRequest(context, record, pull),
	});
}
