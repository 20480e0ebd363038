import { phaseOf, type DeploymentState } from '../../deployment/state/deploymentState';
import type { Reverted } from './deployResult';

/**
 * The state of a release that failed, by what is seen in the end. What was still under way has
 * ended once it is reverted; what was changed, not reverted and cannot be seen may still serve.
 */
export function stateAfter(state: DeploymentState, reverted: Reverted, isSeen: boolean): DeploymentState {
	if (reverted === 'done' || reverted === 'notNeeded') return phaseOf(state) === 'pending' ? 'failed' : state;
	return isSeen ? state : 'unknown';
}

const checkMachines = 'Check the machines named above in Fly.io';

/** What to do after a release that failed. */
export function adviceAfter(reverted: Reverted, state: DeploymentState): string {
	switch (reverted) {
		case 'notNeeded':
			return 'Nothing that served before was changed. Correct what is named above, then deploy again';
		case 'done':
			return "Every changed machine has its former configuration again. Correct what is named above, check the app's logs in Fly.io, then deploy again";
		case 'incomplete':
			return state === 'unknown'
				? `Not everything was reverted, and what this release changed could not be seen: it may still serve, or begin to. ${checkMachines} before you deploy anything else`
				: `Not everything was reverted. ${checkMachines}, then use Roll Back or deploy a good image`;
		case 'left':
			return `The changed machines were left as they are${state === 'superseded' ? '' : ', and may serve'}. ${checkMachines}, then use Roll Back or deploy again`;
	}
}
