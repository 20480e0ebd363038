import type {
	DeploymentEvent,
	EventPullRequest,
	EventRepository,
} from '../../../deployment/event/deploymentEvent';
import { isRecord, isTrueAt, numberAt, textAt, valueAt } from '../../../deployment/values/jsonFields';
import { pushedFiles } from './pushedFiles';
import { eventDetails } from './eventDetails';
import type { Delivery } from './readDelivery';

/** What names the commit of an event. */
type Subject = Pick<
	DeploymentEvent,
	'ref' | 'branch' | 'tag' | 'sha' | 'before' | 'forced' | 'created' | 'message' | 'pushedAt'
>;

const nothing: Subject = {
	ref: null,
	branch: null,
	tag: null,
	sha: null,
	before: null,
	forced: false,
	created: false,
	message: null,
	pushedAt: null,
};

/** A delivery in our own words. Changed files are those the payload lists: see `completeChangedFiles`. */
export function normalizeDelivery(delivery: Delivery, receivedAtMs: number): DeploymentEvent {
	const { id, event, payload } = delivery;
	const subject = subjectOf(event, payload);
	return {
		deliveryId: id,
		event,
		action: textAt(payload, 'action'),
		repository: repositoryOf(payload),
		...subject,
		...changesOf(event, payload, subject),
		pullRequest: event === 'pull_request' ? pullRequestOf(payload) : null,
		details: eventDetails(event, payload),
		sender: textAt(payload, 'sender', 'login'),
		skipReason: null,
		receivedAt: new Date(receivedAtMs).toISOString(),
	};
}

/** Whether a push takes a branch or tag away: nothing is left to deploy. */
export function isDeletion(delivery: Delivery): boolean {
	return delivery.event === 'push' && isTrueAt(delivery.payload, 'deleted');
}

function subjectOf(event: string, payload: unknown): Subject {
	switch (event) {
		case 'push':
			return pushSubject(payload);
		case 'pull_request':
			return {
				...nothing,
				ref: `refs/pull/${numberAt(payload, 'pull_request', 'number') ?? 0}/head`,
				branch: textAt(payload, 'pull_request', 'head', 'ref'),
				sha: textAt(payload, 'pull_request', 'head', 'sha'),
				// Only `synchronize` tells what the head was before.
				before: textAt(payload, 'before'),
				message: textAt(payload, 'pull_request', 'title'),
				pushedAt: isoTime(valueAt(payload, 'pull_request', 'updated_at')),
			};
		case 'workflow_run': {
			const branch = textAt(payload, 'workflow_run', 'head_branch');
			return {
				...nothing,
				ref: branch === null ? null : `refs/heads/${branch}`,
				branch,
				sha: textAt(payload, 'workflow_run', 'head_sha'),
				message: textAt(payload, 'workflow_run', 'head_commit', 'message'),
				pushedAt: isoTime(valueAt(payload, 'workflow_run', 'updated_at')),
			};
		}
		case 'deployment':
			return deploymentSubject(payload);
		case 'release':
			return releaseSubject(payload);
		case 'registry_package':
			return {
				...nothing,
				sha: textAt(packageOf(payload), 'package_version', 'target_oid'),
				pushedAt: isoTime(valueAt(packageOf(payload), 'updated_at')),
			};
		case 'repository_dispatch': {
			// Who asks may name another branch than the default one, which GitHub puts in.
			const named = textAt(payload, 'client_payload', 'branch') ?? textAt(payload, 'branch');
			const branch = named?.replace(/^refs\/heads\//, '') ?? null;
			return { ...nothing, ref: branch === null ? null : `refs/heads/${branch}`, branch };
		}
		default:
			return nothing;
	}
}

function pushSubject(payload: unknown): Subject {
	const ref = textAt(payload, 'ref');
	const tag = ref?.startsWith('refs/tags/') ? ref.slice('refs/tags/'.length) : null;
	const after = commitAt(payload, 'after');
	return {
		ref,
		tag,
		branch: ref?.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : null,
		// `after` is the tag's own object when the tag is annotated; the head commit is what it tags.
		sha: tag === null ? after : (commitAt(payload, 'head_commit', 'id') ?? after),
		before: commitAt(payload, 'before'),
		forced: isTrueAt(payload, 'forced'),
		created: isTrueAt(payload, 'created'),
		message: textAt(payload, 'head_commit', 'message'),
		pushedAt:
			isoTime(valueAt(payload, 'repository', 'pushed_at')) ??
			isoTime(valueAt(payload, 'head_commit', 'timestamp')),
	};
}

function deploymentSubject(payload: unknown): Subject {
	const ref = textAt(payload, 'deployment', 'ref');
	const sha = textAt(payload, 'deployment', 'sha');
	// GitHub keeps the name as it was given: a branch, a tag or a commit.
	const named = ref === null || ref === sha ? null : ref.replace(/^refs\/heads\//, '');
	const tag = ref?.startsWith('refs/tags/') ? ref.slice('refs/tags/'.length) : null;
	return {
		...nothing,
		ref,
		tag,
		branch: tag === null ? named : null,
		sha,
		message: textAt(payload, 'deployment', 'description'),
		pushedAt: isoTime(valueAt(payload, 'deployment', 'updated_at')),
	};
}

function releaseSubject(payload: unknown): Subject {
	const tag = textAt(payload, 'release', 'tag_name');
	const target = textAt(payload, 'release', 'target_commitish');
	const isCommit = target !== null && /^[0-9a-f]{40}$/.test(target);
	return {
		...nothing,
		ref: tag === null ? null : `refs/tags/${tag}`,
		tag,
		// Where the tag was made from, when GitHub made it; the branch has moved on since, perhaps.
		branch: isCommit ? null : target,
		sha: isCommit ? target : null,
		message: textAt(payload, 'release', 'name'),
		pushedAt:
			isoTime(valueAt(payload, 'release', 'published_at')) ??
			isoTime(valueAt(payload, 'release', 'created_at')),
	};
}

function changesOf(
	event: string,
	payload: unknown,
	subject: Subject,
): Pick<DeploymentEvent, 'changedFiles' | 'changedFilesComplete' | 'changedFilesNote' | 'nothingDiffers'> {
	if (event === 'push') return pushedFiles(payload, subject);
	return {
		changedFiles: [],
		changedFilesComplete: false,
		nothingDiffers: false,
		changedFilesNote: `GitHub lists no files in ${event} events`,
	};
}

function repositoryOf(payload: unknown): EventRepository | null {
	const fullName = textAt(payload, 'repository', 'full_name');
	if (fullName === null) return null;
	const [owner = '', name = ''] = fullName.split('/');
	return {
		id: numberAt(payload, 'repository', 'id'),
		fullName,
		owner,
		name,
		defaultBranch: textAt(payload, 'repository', 'default_branch') ?? '',
		url: textAt(payload, 'repository', 'html_url') ?? '',
	};
}

function pullRequestOf(payload: unknown): EventPullRequest | null {
	const pull = valueAt(payload, 'pull_request');
	const number = numberAt(pull, 'number');
	if (!isRecord(pull) || number === null) return null;
	const headRepository = textAt(pull, 'head', 'repo', 'full_name');
	return {
		number,
		head: textAt(pull, 'head', 'ref') ?? '',
		headSha: textAt(pull, 'head', 'sha') ?? '',
		base: textAt(pull, 'base', 'ref') ?? '',
		baseSha: textAt(pull, 'base', 'sha') ?? '',
		draft: isTrueAt(pull, 'draft'),
		// The head repository is null once it was deleted: it was another one, then.
		fork: headRepository === null || headRepository !== textAt(pull, 'base', 'repo', 'full_name'),
		merged: isTrueAt(pull, 'merged'),
		title: textAt(pull, 'title') ?? '',
		url: textAt(pull, 'html_url') ?? '',
	};
}

function packageOf(payload: unknown): unknown {
	return valueAt(payload, 'registry_package') ?? valueAt(payload, 'package');
}

/** A commit; null for the forty zeros that stand for "none". */
function commitAt(payload: unknown, ...names: string[]): string | null {
	const sha = textAt(payload, ...names);
	return sha === null || /^0+$/.test(sha) ? null : sha;
}

/** ISO 8601 in UTC, from that or from seconds since the epoch, as GitHub mixes both. */
function isoTime(value: unknown): string | null {
	const ms =
		typeof value === 'number' ? value * 1000 : typeof value === 'string' ? Date.parse(value) : NaN;
	return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}
