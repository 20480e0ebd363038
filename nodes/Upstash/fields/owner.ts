import { createHash, randomUUID } from 'crypto';
import type { INodeProperties } from 'n8n-workflow';

import type { OperationContext } from '../../shared/operation/operation';
import { textParameter } from '../../shared/fields/parameters';

export const ownerProperty: INodeProperties = {
	displayName: 'Owner',
	name: 'owner',
	type: 'string',
	default: '',
	placeholder: 'this execution',
	description: 'Who holds it, as others will read it. Left empty, it is this execution, the same for all its locks.',
};

/**
 * The owner field, or this execution. An execution's name does not change within it, so that a node
 * that is tried again after a lost answer is known as the same owner; the digest tells apart two
 * n8n instances that share a database and count their executions alike.
 */
export function ownerParameter(context: OperationContext): string {
	return textParameter(context, 'owner') || executionOwner(context, executionOf(context));
}

/** The same, but each item of each node on its own: two items never count as one owner. */
export function itemOwnerParameter(context: OperationContext): string {
	const { functions, itemIndex } = context;
	return (
		textParameter(context, 'owner') ||
		executionOwner(context, executionOf(context), [functions.getNode().id, String(itemIndex)])
	);
}

/** The default owner of another execution of this n8n: how its locks are found after it died. */
export function ownerOfExecution(
	context: OperationContext,
	execution: { readonly executionId: string; readonly workflowId: string },
): string {
	return executionOwner(context, execution);
}

function executionOf({ functions }: OperationContext) {
	return { executionId: functions.getExecutionId(), workflowId: functions.getWorkflow().id ?? '' };
}

function executionOwner(
	{ functions }: OperationContext,
	{ executionId, workflowId }: { readonly executionId: string; readonly workflowId: string },
	parts: readonly string[] = [],
): string {
	const digest = createHash('sha256')
		.update(
			JSON.stringify([functions.getInstanceId(), workflowId, executionId || randomUUID(), ...parts]),
		)
		.digest('hex')
		.slice(0, 8);
	return `execution-${executionId || 'unsaved'}-${digest}`;
}
