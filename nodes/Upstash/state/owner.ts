import { createHash } from 'crypto';

/** An execution as its locks name it. */
export interface OwningExecution {
	readonly instanceId: string;
	readonly workflowId: string;
	readonly executionId: string;
}

/**
 * The name under which an execution holds its locks. It does not change within the execution, so that a
 * node that is tried again after a lost answer is known as the same owner; the digest distinguishes two n8n
 * instances that share a database and count their executions alike, `parts` the owners within one execution.
 */
export function executionOwner(
	{ instanceId, workflowId, executionId }: OwningExecution,
	parts: readonly string[] = [],
): string {
	const digest = createHash('sha256')
		.update(JSON.stringify([instanceId, workflowId, executionId, ...parts]))
		.digest('hex')
		.slice(0, 8);
	return `execution-${executionId}-${digest}`;
}

/** The name by which a turn knows an execution: its id, told apart from those of other n8n instances at the same database. */
export function executionKey({ instanceId, executionId }: Omit<OwningExecution, 'workflowId'>): string {
	return `${executionId}@${createHash('sha256').update(instanceId).digest('hex').slice(0, 8)}`;
}
