import { nameInArn } from '../../shared/aws/arn';
import { type PastDeployment, successes } from './history';

/** Task definition to the ID of the deployment of it that Roll Back rolled back last. */
export type RollbackMarks = ReadonlyMap<string, string>;

/** Whether a deployment was rolled back as such: by ECS, or by Roll Back, which marks what it rolls back. */
export function wasRolledBack(past: PastDeployment, marks: RollbackMarks): boolean {
	return (
		past.status === 'ROLLBACK_SUCCESSFUL' ||
		(past.arn !== '' && marks.get(past.taskDefinitionArn) === nameInArn(past.arn))
	);
}

/** Whether a revision is one that was rolled back, and not deployed again after that. */
export function isRolledBackForGood(
	past: PastDeployment,
	history: readonly PastDeployment[],
	marks: RollbackMarks,
): boolean {
	const newest = successes(history).find(({ taskDefinitionArn }) => taskDefinitionArn === past.taskDefinitionArn);
	return newest !== undefined && wasRolledBack(newest, marks);
}

/** Whether a deployment put an earlier revision in the place of one that was rolled back. */
export function isRollback(past: PastDeployment, history: readonly PastDeployment[], marks: RollbackMarks): boolean {
	const before = successes(history)[successes(history).indexOf(past) + 1];
	return before !== undefined && before.taskDefinitionArn !== past.taskDefinitionArn && wasRolledBack(before, marks);
}

/**
 * Whether what had run before a deployment runs in its place by now: rolled back, or replaced by an ordinary deployment,
 * such as `terraform apply` of an old state. ECS does not say which.
 */
export function wasReplacedByEarlier(past: PastDeployment, history: readonly PastDeployment[]): boolean {
	if (past.status.startsWith('ROLLBACK_')) return past.status === 'ROLLBACK_SUCCESSFUL';
	const all = successes(history);
	const at = all.indexOf(past);
	const newer = all[at - 1];
	return (
		newer !== undefined &&
		newer.taskDefinitionArn !== past.taskDefinitionArn &&
		all.slice(at + 1).some(({ taskDefinitionArn }) => taskDefinitionArn === newer.taskDefinitionArn)
	);
}
