import type { Assessment } from '../../deployment/state/assessment';
import { clock } from '../../shared/waiting/clock';
import type { DeploymentAssessment } from '../state/deploymentAssessment';

/** ECS's lists of tasks are eventually consistent; this is how long they may be late. */
const inconsistencyGraceMs = 60_000;

/**
 * What looks at a service mean for the wait, one after the other. Tasks that ECS is still to start are waited for to the
 * deadline; tasks that show something else than ECS says get a minute, since its lists are late.
 */
export function createPatience(): (assessment: DeploymentAssessment) => Assessment['phase'] {
	let inconsistentSinceMs: number | undefined;
	return (assessment) => {
		if (!assessment.isInconsistent || assessment.late) {
			inconsistentSinceMs = undefined;
			return assessment.phase;
		}
		inconsistentSinceMs ??= clock.now();
		return clock.now() - inconsistentSinceMs >= inconsistencyGraceMs ? 'failed' : 'pending';
	};
}
