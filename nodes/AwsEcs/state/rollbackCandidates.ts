import { chooseRollbackTarget, type RollbackCandidate } from '../../deployment/state/rollbackTarget';
import { nameInArn } from '../../shared/aws/arn';
import { isNamed, type PastDeployment, successes } from './history';
import { isRollback, isRolledBackForGood, type RollbackMarks } from './rolledBack';

/**
 * The deployment whose revision a roll back of what is live puts in place: the newest before it that ended
 * well, was not rolled back, is of another task definition and, with a list of verified ones, is on it.
 */
export function chooseTarget(
	liveTaskDefinitionArn: string,
	history: readonly PastDeployment[],
	verified: readonly string[] | null,
	marks: RollbackMarks,
): { readonly found: true; readonly target: PastDeployment } | { readonly found: false; readonly reason: string } {
	const all = successes(history);
	const live = all.find(({ taskDefinitionArn }) => taskDefinitionArn === liveTaskDefinitionArn);
	const candidates = all.map((past): RollbackCandidate & { readonly past: PastDeployment } => ({
		id: past.arn,
		createdAt: past.createdAt,
		verified:
			past.taskDefinitionArn !== '' &&
			past.taskDefinitionArn !== liveTaskDefinitionArn &&
			!isRolledBackForGood(past, history, marks) &&
			(verified === null || verified.some((entry) => isNamed(past, entry))),
		isRollback: isRollback(past, history, marks),
		past,
	}));
	const choice = chooseRollbackTarget(live?.arn ?? '', candidates);
	if (choice.found) return { found: true, target: choice.target.past };
	// By the name that a person knows it by, which is there whether or not ECS's history reaches back to it.
	const name = nameInArn(liveTaskDefinitionArn) || 'what is live';
	const earlier = all.length - (live ? all.indexOf(live) + 1 : 0);
	return {
		found: false,
		reason:
			earlier === 0
				? `ECS has no successful deployment before ${name}`
				: `none of the ${earlier} earlier successful deployments is of another revision than ${name}, not rolled back${verified === null ? '' : ', and among the verified versions'}`,
	};
}
