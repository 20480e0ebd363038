import type { DeploymentPhase } from '../../deployment/state/deploymentState';
import type { WorkflowRun } from '../api/types';

/** The server's word for a run, in small letters: `running`, `completed`, `timed_out`. */
export function workflowWord({ status = '' }: WorkflowRun): string {
	return status.replace(/^WORKFLOW_EXECUTION_STATUS_/, '').toLowerCase();
}

/** Where waiting can stop. A run that goes on as a new one has not ended; a word that is not known is not good. */
export function workflowEnd(run: WorkflowRun): DeploymentPhase {
	switch (workflowWord(run)) {
		case 'completed':
			return 'succeeded';
		case 'failed':
		case 'canceled':
		case 'terminated':
		case 'timed_out':
			return 'failed';
		default:
			return 'pending';
	}
}

/** `failed`, `was terminated`. */
export function workflowEndWords(run: WorkflowRun): string {
	const word = workflowWord(run);
	switch (word) {
		case 'canceled':
			return 'was cancelled';
		case 'terminated':
			return 'was terminated';
		case 'timed_out':
			return 'timed out';
		default:
			return word;
	}
}
