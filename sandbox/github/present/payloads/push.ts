import type { CommitComparison, RepositoryCommit } from '../../../kernel/platform';
import type { GitHubContext } from '../../context';
import { repositoryBody, urlsOf } from '../../context';
import { treeSha } from '../../world/gitData';
import { repositoryWebUrl } from '../repository';
import { isoTime } from '../urls';
import { emailOf, loginOf } from '../../world/accounts';
import type { JsonObject, RepositoryRecord } from '../../model';
import { eventPayload } from './eventPayload';

export const NO_COMMIT = '0'.repeat(40);

/** https://docs.github.com/webhooks/webhook-events-and-payloads#push: at most 2048 commits are listed. */
const MAX_COMMITS = 2048;

export interface PushedReference {
	/** `refs/heads/main`. */
	readonly reference: string;
	/** `NO_COMMIT` for a reference that was made. */
	readonly before: string;
	/** `NO_COMMIT` for a reference that was deleted. */
	readonly after: string;
	/** Who pushed, when it was not the author of the newest commit. */
	readonly pusher?: string;
}

function pushedCommit(context: GitHubContext, record: RepositoryRecord, commit: RepositoryCommit): JsonObject {
	const changed = context.git.changedFiles(record, commit);
	const author = {
		name: commit.author.replace(/\s*<.*>/, ''),
		email: emailOf(commit.author),
		username: loginOf(commit.author),
	};
	const named = (status: 'added' | 'modified' | 'removed') =>
		changed.filter((file) => file.status === status).map((file) => file.filename);
	return {
		id: commit.sha,
		tree_id: treeSha(commit.files),
		distinct: true,
		message: commit.message,
		timestamp: isoTime(commit.committedAtMs),
		url: `${repositoryWebUrl(urlsOf(context), record.fullName)}/commit/${commit.sha}`,
		author,
		committer: author,
		added: named('added'),
		removed: named('removed'),
		modified: named('modified'),
	};
}

function compareUrl(web: string, push: PushedReference): string {
	if (push.after === NO_COMMIT || push.before === NO_COMMIT) {
		const known = push.after === NO_COMMIT ? push.before : push.after;
		return `${web}/compare/${known.slice(0, 12)}`;
	}
	return `${web}/compare/${push.before.slice(0, 12)}...${push.after.slice(0, 12)}`;
}

function comparisonOf(
	context: GitHubContext,
	record: RepositoryRecord,
	push: PushedReference,
): CommitComparison | undefined {
	if (push.after === NO_COMMIT || push.reference.startsWith('refs/tags/')) return undefined;
	const { defaultBranch } = context.services.repositories;
	// A new branch brings the commits that the default branch does not have.
	const base = push.before === NO_COMMIT ? defaultBranch : push.before;
	return context.git.compare(record, base, push.after);
}

/** The `push` event of one reference that moved, was made or was deleted. */
export function pushPayload(context: GitHubContext, record: RepositoryRecord, push: PushedReference): JsonObject {
	const comparison = comparisonOf(context, record, push);
	const commits = (comparison?.commits ?? []).slice(-MAX_COMMITS);
	const head = push.after === NO_COMMIT ? undefined : context.git.resolve(record, push.after);
	const created = push.before === NO_COMMIT;
	const deleted = push.after === NO_COMMIT;
	const pusher = push.pusher ?? head?.author ?? record.owner;
	const web = repositoryWebUrl(urlsOf(context), record.fullName);
	const seconds = (atMs: number) => Math.floor(atMs / 1000);
	return eventPayload(context, record, 'push', loginOf(pusher), {
		ref: push.reference,
		before: push.before,
		after: push.after,
		created,
		deleted,
		forced: !created && !deleted && (comparison?.behindBy ?? 0) > 0,
		base_ref: null,
		compare: compareUrl(web, push),
		commits: commits.map((commit) => pushedCommit(context, record, commit)),
		head_commit: head ? pushedCommit(context, record, head) : null,
		pusher: { name: loginOf(pusher), email: emailOf(pusher) },
		// In this event alone the times are epoch seconds and the address is the web page.
		repository: {
			...repositoryBody(context, record),
			url: web,
			created_at: seconds(record.createdAtMs),
			pushed_at: seconds(record.pushedAtMs),
			stargazers: 0,
			master_branch: context.services.repositories.defaultBranch,
			organization: record.owner,
			owner: {
				...ownerBody(context, record),
				name: record.owner,
				email: null,
			},
		},
	});
}

function ownerBody(context: GitHubContext, record: RepositoryRecord): JsonObject {
	const owner = repositoryBody(context, record)['owner'];
	return typeof owner === 'object' && owner !== null ? { ...owner } : {};
}
