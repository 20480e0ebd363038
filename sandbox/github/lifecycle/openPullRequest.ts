import type { GitHubContext } from '../context';
import { validationFailed } from '../http/errors';
import { loginOf } from '../world/accounts';
import type { PullRequestRecord, RepositoryRecord } from '../model';

export interface NewPullRequest {
	readonly title: string;
	readonly headBranch: string;
	readonly baseBranch: string;
	readonly body?: string | null;
	readonly draft?: boolean;
	readonly author: string;
	/** The login whose fork the head branch is said to be in. */
	readonly forkOwner?: string;
}

/** Opens a pull request; raises GitHub's 422 when a branch is missing, nothing differs, or it is open already. */
export function openPullRequest(
	context: GitHubContext,
	record: RepositoryRecord,
	wanted: NewPullRequest,
): PullRequestRecord {
	const head = context.git.branchHead(record, wanted.headBranch);
	if (!head) throw validationFailed({ resource: 'PullRequest', field: 'head', code: 'invalid' });
	if (!context.git.branchHead(record, wanted.baseBranch)) {
		throw validationFailed({ resource: 'PullRequest', field: 'base', code: 'invalid' });
	}
	const custom = (message: string) => validationFailed({ resource: 'PullRequest', code: 'custom', message });
	const comparison = context.git.compare(record, wanted.baseBranch, wanted.headBranch);
	if (!comparison || comparison.commits.length === 0) {
		throw custom(`No commits between ${wanted.baseBranch} and ${wanted.headBranch}`);
	}
	const isOpen = record.pullRequests.some(
		(pull) =>
			pull.state === 'open' &&
			pull.headBranch === wanted.headBranch &&
			pull.baseBranch === wanted.baseBranch &&
			pull.forkOwner === (wanted.forkOwner ?? null),
	);
	if (isOpen) {
		throw custom(`A pull request already exists for ${wanted.forkOwner ?? record.owner}:${wanted.headBranch}.`);
	}
	const nowMs = context.services.clock.now();
	const pull: PullRequestRecord = {
		id: context.services.ids.integer(),
		number: record.nextNumber++,
		title: wanted.title,
		body: wanted.body ?? null,
		headBranch: wanted.headBranch,
		headSha: head.sha,
		baseBranch: wanted.baseBranch,
		forkOwner: wanted.forkOwner ?? null,
		state: 'open',
		draft: wanted.draft ?? false,
		merged: false,
		author: loginOf(wanted.author),
		createdAtMs: nowMs,
		updatedAtMs: nowMs,
		closedAtMs: null,
	};
	record.pullRequests.push(pull);
	return pull;
}
