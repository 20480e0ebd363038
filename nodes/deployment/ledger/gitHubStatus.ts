import { isQuiet } from './ledgerState';
import type { DeploymentRecord } from './record';

/** What GitHub is told of it. */
export interface GitHubStatus {
	readonly state: 'success' | 'inactive' | 'error' | 'failure';
	readonly description: string;
	readonly environmentUrl: string;
}

export function githubStatusOf({ state, reason, url }: DeploymentRecord): GitHubStatus {
	return {
		state: state === 'live' ? 'success' : isQuiet(state) ? 'inactive' : state === 'unknown' ? 'error' : 'failure',
		description: state === 'live' ? 'Live and healthy' : reason,
		environmentUrl: url,
	};
}

/** What GitHub needs: the status of its deployment, one more for a roll back by hand, or nothing. */
export function gitHubNeedOf({
	gitHubDeploymentId,
	kind,
	state,
	isPart,
	commit,
	repository,
	because,
}: DeploymentRecord): 'status' | 'deployment' | 'nothing' {
	// It goes on: GitHub hears of its end.
	if (state === 'running') return 'nothing';
	if (gitHubDeploymentId !== '') return 'status';
	const isShown =
		kind === 'rollback' && state === 'live' && (!isPart || because !== '') && commit !== '' && repository !== '';
	return isShown ? 'deployment' : 'nothing';
}
