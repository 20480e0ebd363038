import { type DeploymentState, type DeploymentStatus, phaseOf } from '../../deployment/state/deploymentState';
import type { Assessment } from '../../deployment/state/assessment';

/** What one look at a deployment says. */
export interface DeploymentAssessment extends Assessment {
	/** What a person can do about it; empty when all is well. */
	readonly advice: string;
	/** ECS calls the deployment done, but its tasks do not show it yet: ECS's lists may be late. */
	readonly isInconsistent?: true;
	/**
	 * What is still to come, where all that runs is right: tasks that auto scaling asked for or that replace others, or
	 * healthy ones in the place of others. ECS goes on with that by itself.
	 */
	readonly late?: 'someTasks' | 'allTasks' | 'healthyTasks';
	/** Container to the digest that its tasks run. */
	readonly digests?: ReadonlyMap<string, string>;
	/** What is worth knowing and stops nothing. */
	readonly warnings?: readonly string[];
}

/** Before the first look. */
export const notAssessedYet: DeploymentAssessment = { phase: 'pending', state: 'rolling', reason: '', advice: '' };

const adviceByState: Partial<Record<DeploymentState, string>> = {
	rolledBack: 'The previous version runs again. Fix what the reason names, then deploy again',
	failed:
		'Fix what the reason names, then deploy again. ECS may still be trying: look at the service, and roll it back if it should stop',
	cancelled: 'Somebody stopped it: find out who and why in CloudTrail, then deploy again',
	superseded: 'If the newer deployment is the one you want, nothing is left to do. Otherwise deploy again',
};

/** The assessment of a deployment that has not succeeded, from its status alone; undefined for one that has. */
export function assessStatus(status: DeploymentStatus): DeploymentAssessment | undefined {
	const phase = phaseOf(status.state);
	if (phase === 'succeeded') return undefined;
	return { phase, ...status, advice: phase === 'failed' ? (adviceByState[status.state] ?? '') : '' };
}

/** ECS calls the deployment done, and its tasks show something else. */
export function inconsistent(reason: string): DeploymentAssessment {
	return {
		phase: 'pending',
		state: 'ready',
		reason,
		advice:
			'Look at the tasks of the service: ECS calls the deployment done, but its tasks do not run what was asked for. Roll back if that does not change',
		isInconsistent: true,
	};
}
