import type { DeploymentState } from '../../deployment/state/deploymentState';
import type { FlyRelease } from '../api/types';

const ends: Partial<Record<DeploymentState, string>> = {
	failed: 'failed',
	cancelled: 'was cancelled',
	superseded: 'was superseded',
	rolledBack: 'was rolled back',
	ready: 'is not live',
};

/** What an error about a release says. */
export function releaseFailure(app: string, { version }: FlyRelease, state: DeploymentState, reason: string): string {
	const release = `Fly.io release v${version} of app ${app}`;
	return state === 'unknown'
		? `It is not known how ${release} ended: ${reason}`
		: `${release} ${ends[state] ?? 'did not finish'}: ${reason}`;
}
