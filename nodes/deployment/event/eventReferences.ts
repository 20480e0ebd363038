import type { DeploymentEvent } from './deploymentEvent';
import { describedFilter } from './filterWords';
import { type GlobFilter, passes } from '../values/globs/globFilter';

interface ReferenceFilters {
	readonly branches: GlobFilter;
	readonly tags: GlobFilter;
}

/**
 * Why an event is ignored by its branch or tag; null when it goes on. What is filtered, by event:
 *
 * - `push` the branch or tag pushed to; a tag passes a list of branches only if tags are included too
 * - `pull_request` the branch it is to be merged into; `workflow_run`, `repository_dispatch` their branch
 * - `release` its tag where tags are included, else the branch that it was tagged on
 * - `deployment` what was asked for: GitHub does not tell whether that is a branch or a tag
 * - `registry_package` nothing: it has neither
 */
export function reasonByReference(filters: ReferenceFilters, event: DeploymentEvent): string | null {
	switch (event.event) {
		case 'push':
			return event.tag === null ? byPushedBranch(filters, event.branch) : byPushedTag(filters, event.tag);
		case 'pull_request':
			return byBranch(filters.branches, event.pullRequest?.base ?? event.branch, 'the base branch');
		case 'workflow_run':
		case 'repository_dispatch':
			return byBranch(filters.branches, event.branch);
		case 'release':
			return byRelease(filters, event);
		case 'deployment':
			return byDeployment(filters, event);
		default:
			return null;
	}
}

function byPushedTag({ branches, tags }: ReferenceFilters, tag: string): string | null {
	if (branches.include.length > 0 && tags.include.length === 0) {
		return `${tag} is a tag, and only branches are included`;
	}
	return byTag(tags, tag);
}

function byPushedBranch({ branches, tags }: ReferenceFilters, branch: string | null): string | null {
	if (tags.include.length > 0 && branches.include.length === 0) {
		return `${branch ?? 'this'} is a branch, and only tags are included`;
	}
	return byBranch(branches, branch);
}

function byRelease({ branches, tags }: ReferenceFilters, { tag, branch }: DeploymentEvent): string | null {
	const reason = byTag(tags, tag);
	// Where the tag was there before, GitHub names the default branch, whatever is tagged.
	if (reason !== null || tags.include.length > 0) return reason;
	return byBranch(branches, branch);
}

function byDeployment({ branches, tags }: ReferenceFilters, { tag, branch }: DeploymentEvent): string | null {
	if (tag !== null) return byPushedTag({ branches, tags }, tag);
	if (tags.include.length > 0 && branch !== null && passes(tags, branch)) return null;
	if (branch !== null && tags.include.length === 0 && tags.exclude.length > 0 && !passes(tags, branch)) {
		return byTag(tags, branch);
	}
	if (tags.include.length > 0 && branches.include.length === 0) {
		return branch === null ? byTag(tags, null) : `the tag ${branch} is not one of ${describedFilter(tags)}`;
	}
	return byBranch(branches, branch);
}

function byTag(tags: GlobFilter, tag: string | null): string | null {
	if (tag === null) return tags.include.length > 0 ? 'the event names no tag, and a tag filter is set' : null;
	return passes(tags, tag) ? null : `the tag ${tag} is not one of ${describedFilter(tags)}`;
}

function byBranch(branches: GlobFilter, branch: string | null, role = 'the branch'): string | null {
	if (branch === null) {
		return branches.include.length > 0 ? 'the event names no branch, and a branch filter is set' : null;
	}
	return passes(branches, branch) ? null : `${role} ${branch} is not one of ${describedFilter(branches)}`;
}
