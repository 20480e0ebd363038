import { randomUUID } from 'crypto';

import type { INodeProperties } from 'n8n-workflow';

import { textParameter } from '../../shared/fields/parameters';
import type { OperationContext } from '../../shared/operation/operation';
import { executionOwner } from '../state/owner';

export const ownerProperty: INodeProperties = {
	displayName: 'Owner',
	name: 'owner',
	type: 'string',
	default: '',
	placeholder: 'this execution',
	description: 'Who holds it, as others will read it. Left empty, it is this execution, the same for all its locks.',
};

/** The owner field, or this execution. */
export function ownerParameter(context: OperationContext): string {
	return textParameter(context, 'owner') || ownerOf(context, []);
}

/** The same, but each item of each node on its own: two items never count as one owner. */
export function itemOwnerParameter(context: OperationContext): string {
	const { functions, itemIndex } = context;
	return textParameter(context, 'owner') || ownerOf(context, [functions.getNode().id, String(itemIndex)]);
}

function ownerOf({ functions }: OperationContext, parts: readonly string[]): string {
	const executionId = functions.getExecutionId();
	return executionOwner(
		{
			instanceId: functions.getInstanceId(),
			workflowId: functions.getWorkflow().id ?? '',
			executionId: executionId || 'unsaved',
		},
		// Executions that are not saved have no id that would tell them apart.
		executionId ? parts : [...parts, randomUUID()],
	);
}
