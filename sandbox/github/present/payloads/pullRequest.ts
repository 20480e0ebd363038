import type { GitHubContext } from '../../context';
import { representFullPullRequest } from '../pullRequest';
import type { JsonObject, PullRequestRecord, RepositoryRecord } from '../../model';
import { eventPayload } from './eventPayload';

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
