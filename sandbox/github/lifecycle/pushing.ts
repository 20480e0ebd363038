import type { RepositoryCommit } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { pullRequestPayload } from '../present/payloads/pullRequest';
import type { RepositoryRecord } from '../model';

export interface BranchChange {
	/** A `null` text removes the file. */
	readonly files: Readonly<Record<string, string | null>>;
	readonly message: string;
	readonly author?: string;
	/** The new commit's parent, when it is not the branch's head. */
	readonly ontoSha?: string;
}

/** Adds a commit to a branch, wherever its head is. */
export function commitToBranch(
	context: GitHubContext,
	record: RepositoryRecord,
	branch: string,
	change: BranchChange,
): RepositoryCommit {
	const commit = context.services.repositories.commit(record.fullName, branch, change);
	record.pushedAtMs = context.services.clock.now();
	return commit;
}

/** Moves the branch's open pull requests to its head, whether or not anybody hears of it, as `synchronize`. */
export function synchronizePullRequests(
	context: GitHubContext,
	record: RepositoryRecord,
	branch: string,
	isDelivered: boolean,
): void {
	const head = context.git.branchHead(record, branch);
	if (!head) return;
	for (const pull of record.pullRequests) {
		if (pull.state !== 'open' || pull.headBranch !== branch || pull.headSha === head.sha) continue;
		const before = pull.headSha;
		pull.headSha = head.sha;
		pull.updatedAtMs = context.services.clock.now();
		if (!isDelivered) continue;
		context.webhooks.emitLater(
			record,
			'pull_request',
			pullRequestPayload(context, record, pull, {
				action: 'synchronize',
				before,
				after: head.sha,
			}),
		);
	}
}
