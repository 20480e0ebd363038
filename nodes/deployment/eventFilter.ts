import type { DeploymentEvent } from './deploymentEvent';
import { type GlobFilter, passes, passing, patternsWithoutMatch } from './globFilter';

/** Which events go on. */
export interface EventFilter {
	readonly events: readonly string[];
	/** `opened`, for every event with actions, or `pull_request.opened`; empty for all. */
	readonly actions: readonly string[];
	/** For push, pull_request (the branch it is to be merged into) and workflow_run. */
	readonly branches: GlobFilter;
	/** For pushes of tags. */
	readonly tags: GlobFilter;
	readonly paths: GlobFilter;
	/** `owner/name` patterns, for a hook of a whole organization. */
	readonly repositories: GlobFilter;
	readonly ignoreDrafts: boolean;
	readonly ignoreForks: boolean;
	/** Obey `[skip deploy]` in the head commit's message. */
	readonly obeySkipMarker: boolean;
}

const skipMarker = '[skip deploy]';

/** Why an event is ignored, judged by all but its changed files; null when it goes on. */
export function reasonToIgnore(filter: EventFilter, event: DeploymentEvent): string | null {
	return (
		reasonByAction(filter, event) ??
		reasonByRepository(filter, event) ??
		reasonByReference(filter, event) ??
		reasonByOrigin(filter, event) ??
		reasonByMessage(filter, event)
	);
}

/**
 * Why an event is ignored by its changed files; null when it goes on. A list that may be incomplete
 * always lets it through: a needless plan is better than a lost deployment.
 */
export function reasonToIgnoreByPaths(filter: EventFilter, event: DeploymentEvent): string | null {
	const { include, exclude } = filter.paths;
	if (include.length + exclude.length === 0) return null;
	if (!carriesChanges(event) || !event.changedFilesComplete || isClosing(event)) return null;
	const files = event.changedFiles;
	if (files.length === 0) return 'no file was changed, and a path filter is set';
	if (passing(filter.paths, files).length > 0) return null;
	const unmatched = patternsWithoutMatch(include, files);
	if (include.length > 0 && unmatched.length === include.length) {
		return `none of the ${count(files.length, 'changed file')} (${some(files)}) matches the included paths (${some(include)})`;
	}
	return `each of the ${count(files.length, 'changed file')} (${some(files)}) is excluded by the paths ${some(exclude)}`;
}

/** Whether the event is about a change of files at all; a release or a dispatch is not. */
export function carriesChanges(event: DeploymentEvent): boolean {
	return (event.event === 'push' && event.tag === null) || event.event === 'pull_request';
}

/** What an earlier event of this pull request made must go, whatever the pull request looks like now. */
function isClosing({ pullRequest, action }: DeploymentEvent): boolean {
	return pullRequest !== null && action === 'closed';
}

function reasonByAction({ actions }: EventFilter, event: DeploymentEvent): string | null {
	if (event.action === null || event.event === 'repository_dispatch') return null;
	const wanted = actions.flatMap((entry) => {
		const dot = entry.indexOf('.');
		if (dot < 0) return [entry];
		return entry.slice(0, dot) === event.event ? [entry.slice(dot + 1)] : [];
	});
	if (wanted.length === 0 || wanted.includes(event.action)) return null;
	return `the action ${event.event}.${event.action} is not one of ${some(wanted)}`;
}

function reasonByRepository(
	{ repositories }: EventFilter,
	{ repository }: DeploymentEvent,
): string | null {
	if (repositories.include.length + repositories.exclude.length === 0) return null;
	if (repository === null) return 'the event names no repository, and a repository filter is set';
	return passes(repositories, repository.fullName)
		? null
		: `the repository ${repository.fullName} is not one of ${described(repositories)}`;
}

function reasonByReference(filter: EventFilter, event: DeploymentEvent): string | null {
	const { branches, tags } = filter;
	if (!['push', 'pull_request', 'workflow_run'].includes(event.event)) return null;
	if (event.tag !== null) {
		const onlyBranches = branches.include.length > 0 && tags.include.length === 0;
		if (onlyBranches) return `${event.tag} is a tag, and only branches are included`;
		return passes(tags, event.tag) ? null : `the tag ${event.tag} is not one of ${described(tags)}`;
	}
	const branch = event.pullRequest?.base ?? event.branch;
	const onlyTags = tags.include.length > 0 && branches.include.length === 0;
	if (onlyTags && event.event === 'push') {
		return `${branch ?? 'this'} is a branch, and only tags are included`;
	}
	if (branch === null) {
		return branches.include.length > 0 ? 'the event names no branch, and a branch filter is set' : null;
	}
	if (passes(branches, branch)) return null;
	const role = event.pullRequest ? 'the base branch' : 'the branch';
	return `${role} ${branch} is not one of ${described(branches)}`;
}

function reasonByOrigin(
	{ ignoreDrafts, ignoreForks }: EventFilter,
	event: DeploymentEvent,
): string | null {
	const { pullRequest } = event;
	if (ignoreForks && event.event === 'workflow_run' && event.details?.fork === true) {
		return 'the workflow run is of code from a fork';
	}
	if (pullRequest === null) return null;
	if (ignoreDrafts && pullRequest.draft && !isClosing(event)) return `pull request ${pullRequest.number} is a draft`;
	if (ignoreForks && pullRequest.fork) return `pull request ${pullRequest.number} comes from a fork`;
	return null;
}

function reasonByMessage(
	{ obeySkipMarker }: EventFilter,
	{ event, message }: DeploymentEvent,
): string | null {
	if (!obeySkipMarker || (event !== 'push' && event !== 'workflow_run')) return null;
	return message?.toLowerCase().includes(skipMarker) ? `the commit message says ${skipMarker}` : null;
}

function described({ include, exclude }: GlobFilter): string {
	const parts = [
		include.length > 0 ? `the included ${some(include)}` : '',
		exclude.length > 0 ? `all but ${some(exclude)}` : '',
	];
	return parts.filter(Boolean).join(', ');
}

/** The first few, and how many more. */
function some(names: readonly string[]): string {
	const shown = names.slice(0, 3).join(', ');
	return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

function count(amount: number, noun: string): string {
	return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
