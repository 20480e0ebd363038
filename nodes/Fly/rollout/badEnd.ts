import { phaseOf, type DeploymentState } from '../../deployment/deploymentState';
import type { DeployOutcome } from './deployRequest';

/** What was still under way when the time was up has ended once it is undone. */
export function stateAfter(state: DeploymentState, undo: DeployOutcome['undo']): DeploymentState {
	return phaseOf(state) === 'pending' && (undo === 'done' || undo === 'notNeeded') ? 'failed' : state;
}

/** What to do after a release that did not work. */
export function adviceFor(undo: DeployOutcome['undo']): string {
	switch (undo) {
		case 'notNeeded':
			return 'The machines that served before still do. Correct what is named above, then deploy again';
		case 'done':
			return 'Every machine that was changed has its former configuration again. Correct what is named above, look at the app\'s logs in Fly.io, then deploy again';
		case 'incomplete':
			return 'Not everything was undone: look at the machines named above in Fly.io first, then use Roll Back or deploy a good image';
		case 'left':
			return 'What was changed was left so: look at the machines named above in Fly.io, then use Roll Back or deploy again';
	}
}
