import type { DeploymentEvent } from './deploymentEvent';
import { reasonByAction } from './eventActions';
import { reasonByReference } from './eventReferences';
import { describedFilter, shownName, someOf } from './filterWords';
import { type GlobFilter, isNegated, passes, passing, patternsWithoutMatch } from '../values/globs/globFilter';

/** Which events go on. What each part covers, by event, stands in test/deployment/event/eventFilter.test.ts as a table. */
export interface EventFilter {
	readonly events: readonly string[];
	/** `opened`, for every event with actions, or `pull_request.opened`; empty for the usual ones. */
	readonly actions: readonly string[];
	readonly branches: GlobFilter;
	readonly tags: GlobFilter;
	/** For pushes to branches, and pull requests. */
	readonly paths: GlobFilter;
	/** `owner/name` patterns, for a hook of a whole organization. */
	readonly repositories: GlobFilter;
	/** For deployments. */
	readonly environments: GlobFilter;
	/** For workflow runs, by the name of their file. */
	readonly workflows: GlobFilter;
	readonly ignoreDrafts: boolean;
	/** For pull requests and workflow runs. */
	readonly ignoreForks: boolean;
	/** Obey `[skip deploy]` in the first line of the head commit's message. */
	readonly obeySkipMarker: boolean;
}

const skipMarker = '[skip deploy]';

/** Why an event is ignored, judged by all but its changed files and its message; null when it goes on. */
export function reasonToIgnore(filter: EventFilter, event: DeploymentEvent): string | null {
	return (
		reasonByAction(filter.actions, event) ??
		reasonByRepository(filter, event) ??
		reasonByReference(filter, event) ??
		reasonByEnvironment(filter, event) ??
		reasonByWorkflow(filter, event) ??
		reasonByOrigin(filter, event)
	);
}

/**
 * Why the author of a push or workflow run wants it skipped; null when it goes on. Only the first line
 * counts: below it, a squashed commit quotes the messages of others.
 */
export function reasonToSkip({ obeySkipMarker }: EventFilter, { event, message }: DeploymentEvent): string | null {
	if (!obeySkipMarker || (event !== 'push' && event !== 'workflow_run')) return null;
	const [firstLine = ''] = (message ?? '').trimStart().split(/\r\n|\r|\n/, 1);
	return firstLine.toLowerCase().includes(skipMarker) ? `the first line of the head commit says ${skipMarker}` : null;
}

/**
 * Why an event is ignored by its changed files; null when it goes on. A list that may be incomplete
 * always lets it through: a needless plan is better than a lost deployment.
 */
export function reasonToIgnoreByPaths(filter: EventFilter, event: DeploymentEvent): string | null {
	const { paths } = filter;
	if (paths.include.length + paths.exclude.length === 0) return null;
	if (!carriesChanges(event) || !event.changedFilesComplete || isClosing(event)) return null;
	const files = event.changedFiles;
	if (files.length === 0) {
		return event.nothingDiffers ? 'GitHub says that no file differs, and a path filter is set' : null;
	}
	if (passing(paths, files).length > 0) return null;
	const wanted = paths.include.filter((pattern) => !isNegated(pattern));
	const changed = `the ${files.length} changed file${files.length === 1 ? '' : 's'} (${someOf(files)})`;
	if (wanted.length > 0 && patternsWithoutMatch(paths, files).length === wanted.length) {
		return `none of ${changed} matches the included paths (${someOf(wanted)})`;
	}
	const excluding = [...paths.exclude, ...paths.include.filter(isNegated)];
	return `each of ${changed} is excluded by the paths ${someOf(excluding)}`;
}

/** Whether the event is about a change of files at all; a release or a dispatch is not. */
export function carriesChanges(event: DeploymentEvent): boolean {
	return (event.event === 'push' && event.tag === null) || event.event === 'pull_request';
}

/** What an earlier event of this pull request made must go, whatever the pull request looks like now. */
function isClosing({ pullRequest, action }: DeploymentEvent): boolean {
	return pullRequest !== null && action === 'closed';
}

function reasonByRepository({ repositories }: EventFilter, { repository }: DeploymentEvent): string | null {
	if (repositories.include.length + repositories.exclude.length === 0) return null;
	if (repository === null) return 'the event names no repository, and a repository filter is set';
	return passes(repositories, repository.fullName)
		? null
		: `the repository ${repository.fullName} is not one of ${describedFilter(repositories)}`;
}

function reasonByEnvironment({ environments }: EventFilter, { event, details }: DeploymentEvent): string | null {
	if (event !== 'deployment' || environments.include.length + environments.exclude.length === 0) return null;
	const environment = details?.environment;
	if (typeof environment !== 'string') return 'the deployment names no environment, and an environment filter is set';
	return passes(environments, environment)
		? null
		: `the environment ${environment} is not one of ${describedFilter(environments)}`;
}

function reasonByWorkflow({ workflows }: EventFilter, { event, details }: DeploymentEvent): string | null {
	if (event !== 'workflow_run' || workflows.include.length + workflows.exclude.length === 0) return null;
	const file = details?.file;
	if (typeof file !== 'string') return 'the workflow run names no file, and a workflow filter is set';
	return passes(workflows, file) ? null : `the workflow ${shownName(file)} is not one of ${describedFilter(workflows)}`;
}

function reasonByOrigin({ ignoreDrafts, ignoreForks }: EventFilter, event: DeploymentEvent): string | null {
	const { pullRequest } = event;
	if (ignoreForks && event.event === 'workflow_run' && event.details?.fork === true) {
		return 'the workflow run is of code from a fork';
	}
	if (pullRequest === null) return null;
	if (ignoreDrafts && pullRequest.draft && !isClosing(event)) return `pull request ${pullRequest.number} is a draft`;
	if (ignoreForks && pullRequest.fork) return `pull request ${pullRequest.number} comes from a fork`;
	return null;
}
