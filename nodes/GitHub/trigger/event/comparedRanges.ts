import type { DeploymentEvent } from '../../../deployment/event/deploymentEvent';
import type { CommitRange } from '../../api/types';

/** What to compare for the files that an event changes; empty when there is nothing to compare with. */
export function comparedRanges(event: DeploymentEvent): CommitRange[] {
	const { sha, before, forced, created, branch, repository, pullRequest } = event;
	if (sha === null) return [];
	if (pullRequest) {
		return pullRequest.baseSha === '' ? [] : [{ base: pullRequest.baseSha, head: sha }];
	}
	if (created || before === null) {
		const defaultBranch = repository?.defaultBranch ?? '';
		return defaultBranch === '' || branch === defaultBranch ? [] : [{ base: defaultBranch, head: sha }];
	}
	// A comparison starts at the common ancestor, so a forced push is compared in both directions:
	// what the replaced commits had changed is changed back.
	return forced
		? [
				{ base: before, head: sha },
				{ base: sha, head: before },
			]
		: [{ base: before, head: sha }];
}
