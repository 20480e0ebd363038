import { representChangedFile } from './commit';
import type { GitHubContext } from '../context';
import { repositoryBody, urlsOf } from '../context';
import { repositoryApiUrl, repositoryWebUrl } from './repository';
import { isoTime, nodeId } from './urls';
import type { JsonObject, PullRequestRecord, RepositoryRecord } from '../model';
import { representUser } from './user';

/** A pull request as lists show it. */
export function representPullRequest(
	context: GitHubContext,
	record: RepositoryRecord,
	pull: PullRequestRecord,
): JsonObject {
	const urls = urlsOf(context);
	const repository = repositoryApiUrl(urls, record.fullName);
	const api = `${repository}/pulls/${pull.number}`;
	const issue = `${repository}/issues/${pull.number}`;
	const web = `${repositoryWebUrl(urls, record.fullName)}/pull/${pull.number}`;
	const headOwner = pull.forkOwner ?? record.owner;
	const baseHead = context.git.branchHead(record, pull.baseBranch);
	const closedAt = pull.closedAtMs === null ? null : isoTime(pull.closedAtMs);
	return {
		url: api,
		id: pull.id,
		node_id: nodeId('PullRequest', pull.id),
		html_url: web,
		diff_url: `${web}.diff`,
		patch_url: `${web}.patch`,
		issue_url: issue,
		commits_url: `${api}/commits`,
		review_comments_url: `${api}/comments`,
		review_comment_url: `${repository}/pulls/comments{/number}`,
		comments_url: `${issue}/comments`,
		statuses_url: `${repository}/statuses/${pull.headSha}`,
		number: pull.number,
		state: pull.state,
		locked: false,
		title: pull.title,
		user: representUser(urls, pull.author),
		body: pull.body,
		labels: [],
		milestone: null,
		active_lock_reason: null,
		created_at: isoTime(pull.createdAtMs),
		updated_at: isoTime(pull.updatedAtMs),
		closed_at: closedAt,
		merged_at: pull.merged ? closedAt : null,
		merge_commit_sha: pull.merged ? (baseHead?.sha ?? null) : null,
		assignee: null,
		assignees: [],
		requested_reviewers: [],
		requested_teams: [],
		head: {
			label: `${headOwner}:${pull.headBranch}`,
			ref: pull.headBranch,
			sha: pull.headSha,
			user: representUser(urls, headOwner),
			repo: repositoryBody(context, record, pull.forkOwner === null ? undefined : { owner: pull.forkOwner }),
		},
		base: {
			label: `${record.owner}:${pull.baseBranch}`,
			ref: pull.baseBranch,
			sha: baseHead?.sha ?? pull.headSha,
			user: representUser(urls, record.owner),
			repo: repositoryBody(context, record),
		},
		_links: {
			self: { href: api },
			html: { href: web },
			issue: { href: issue },
			comments: { href: `${issue}/comments` },
			review_comments: { href: `${api}/comments` },
			review_comment: { href: `${repository}/pulls/comments{/number}` },
			commits: { href: `${api}/commits` },
			statuses: { href: `${repository}/statuses/${pull.headSha}` },
		},
		author_association: pull.forkOwner === null ? 'MEMBER' : 'FIRST_TIME_CONTRIBUTOR',
		auto_merge: null,
		draft: pull.draft,
	};
}

/** The files a pull request changes: from where it left its base to its head. */
export function pullRequestFiles(
	context: GitHubContext,
	record: RepositoryRecord,
	pull: PullRequestRecord,
): ReturnType<typeof representChangedFile>[] {
	const comparison = context.git.compare(record, pull.baseBranch, pull.headSha);
	const after = context.git.resolve(record, pull.headSha);
	if (!comparison || !after) return [];
	const before = context.git.resolve(record, comparison.mergeBase);
	return comparison.files.map((file) => representChangedFile(urlsOf(context), record, file, { before, after }));
}

/** One pull request, with its counts. */
export function representFullPullRequest(
	context: GitHubContext,
	record: RepositoryRecord,
	pull: PullRequestRecord,
): JsonObject {
	const files = pullRequestFiles(context, record, pull);
	const sum = (name: 'additions' | 'deletions') => files.reduce((total, file) => total + file[name], 0);
	return {
		...representPullRequest(context, record, pull),
		merged: pull.merged,
		mergeable: pull.state === 'open' ? true : null,
		rebaseable: pull.state === 'open' ? true : null,
		mergeable_state: pull.state === 'open' ? 'clean' : 'unknown',
		merged_by: pull.merged ? representUser(urlsOf(context), pull.author) : null,
		comments: record.comments.filter((comment) => comment.issueNumber === pull.number).length,
		review_comments: 0,
		maintainer_can_modify: false,
		commits: context.git.compare(record, pull.baseBranch, pull.headSha)?.commits.length ?? 0,
		additions: sum('additions'),
		deletions: sum('deletions'),
		changed_files: files.length,
	};
}
