import type { DeploymentEvent } from '../../../deployment/event/deploymentEvent';
import { isTrueAt, numberAt, textAt, valueAt } from '../../../deployment/values/jsonFields';
import { branchIn, commitAt, isoTime, packageOf, tagIn } from './payloadValues';

/** What names the commit of an event. */
export type EventSubject = Pick<
	DeploymentEvent,
	'ref' | 'branch' | 'tag' | 'sha' | 'before' | 'forced' | 'created' | 'message' | 'pushedAt'
>;

const nothing: EventSubject = {
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

/** Which commit an event is about, and how it is named. */
export function subjectOf(event: string, payload: unknown): EventSubject {
	return subjects.get(event)?.(payload) ?? nothing;
}

const subjects: ReadonlyMap<string, (payload: unknown) => EventSubject> = new Map([
	['push', pushSubject],
	['pull_request', pullRequestSubject],
	['workflow_run', workflowRunSubject],
	['deployment', deploymentSubject],
	['release', releaseSubject],
	['registry_package', packageSubject],
	['repository_dispatch', dispatchSubject],
]);

function pushSubject(payload: unknown): EventSubject {
	const ref = textAt(payload, 'ref');
	const tag = tagIn(ref);
	const after = commitAt(payload, 'after');
	return {
		ref,
		tag,
		branch: branchIn(ref),
		// `after` is the tag's own object when the tag is annotated; the head commit is what it tags.
		sha: tag === null ? after : (commitAt(payload, 'head_commit', 'id') ?? after),
		before: commitAt(payload, 'before'),
		forced: isTrueAt(payload, 'forced'),
		created: isTrueAt(payload, 'created'),
		message: textAt(payload, 'head_commit', 'message'),
		pushedAt:
			isoTime(valueAt(payload, 'repository', 'pushed_at')) ?? isoTime(valueAt(payload, 'head_commit', 'timestamp')),
	};
}

function pullRequestSubject(payload: unknown): EventSubject {
	const pull = valueAt(payload, 'pull_request');
	return {
		...nothing,
		ref: `refs/pull/${numberAt(pull, 'number') ?? 0}/head`,
		branch: textAt(pull, 'head', 'ref'),
		sha: textAt(pull, 'head', 'sha'),
		// Only `synchronize` says what the head was before.
		before: textAt(payload, 'before'),
		message: textAt(pull, 'title'),
		pushedAt: isoTime(valueAt(pull, 'updated_at')),
	};
}

function workflowRunSubject(payload: unknown): EventSubject {
	const run = valueAt(payload, 'workflow_run');
	return {
		...nothing,
		...onBranch(textAt(run, 'head_branch')),
		sha: textAt(run, 'head_sha'),
		message: textAt(run, 'head_commit', 'message'),
		pushedAt: isoTime(valueAt(run, 'updated_at')),
	};
}

function deploymentSubject(payload: unknown): EventSubject {
	const deployment = valueAt(payload, 'deployment');
	const ref = textAt(deployment, 'ref');
	const sha = textAt(deployment, 'sha');
	const tag = tagIn(ref);
	return {
		...nothing,
		ref,
		tag,
		// GitHub keeps the name as it was given: a branch, a tag or a commit.
		branch: tag !== null || ref === null || ref === sha ? null : (branchIn(ref) ?? ref),
		sha,
		message: textAt(deployment, 'description'),
		pushedAt: isoTime(valueAt(deployment, 'updated_at')),
	};
}

function releaseSubject(payload: unknown): EventSubject {
	const release = valueAt(payload, 'release');
	const tag = textAt(release, 'tag_name');
	const target = textAt(release, 'target_commitish');
	const isCommit = target !== null && /^[0-9a-f]{40}$/.test(target);
	return {
		...nothing,
		ref: tag === null ? null : `refs/tags/${tag}`,
		tag,
		// Where the tag was made from, when GitHub made it; the branch may have moved on since.
		branch: isCommit ? null : target,
		sha: isCommit ? target : null,
		message: textAt(release, 'name'),
		pushedAt: isoTime(valueAt(release, 'published_at')) ?? isoTime(valueAt(release, 'created_at')),
	};
}

function packageSubject(payload: unknown): EventSubject {
	const published = packageOf(payload);
	return {
		...nothing,
		sha: textAt(published, 'package_version', 'target_oid'),
		pushedAt: isoTime(valueAt(published, 'updated_at')),
	};
}

function dispatchSubject(payload: unknown): EventSubject {
	// Whoever asks may name another branch than the default one, which GitHub puts in.
	const named = textAt(payload, 'client_payload', 'branch') ?? textAt(payload, 'branch');
	return { ...nothing, ...onBranch(named === null ? null : (branchIn(named) ?? named)) };
}

function onBranch(branch: string | null): Pick<EventSubject, 'ref' | 'branch'> {
	return { ref: branch === null ? null : `refs/heads/${branch}`, branch };
}
