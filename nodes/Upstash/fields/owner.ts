import { randomUUID } from 'crypto';

import { type Field, field, textField } from '../../shared/fields/fields';
import type { OperationContext } from '../../shared/operation/operation';
import { executionOwner } from '../state/owner';

const entered = textField('Owner', 'owner', {
	placeholder: 'this execution',
	description: 'Who holds it, as others will read it. Left empty, it is this execution, the same for all its locks.',
});

/** Who is entered, or this execution. */
export const ownerField: Field<string> = field(entered, (context) => entered.read(context) || ownerOf(context, []));

/** The same, but each item of each node on its own: two items never count as one owner. */
export const itemOwnerField: Field<string> = field(
	{
		...entered,
		placeholder: 'this item of this execution',
		description:
			'Who begins it, as others will read it. The same owner is granted it again; left empty, it is this item of this execution.',
	},
	(context) => entered.read(context) || ownerOf(context, [context.functions.getNode().id, String(context.itemIndex)]),
);

function ownerOf({ functions }: OperationContext, parts: readonly string[]): string {
	const executionId = functions.getExecutionId();
	return executionOwner(
		{
			instanceId: functions.getInstanceId(),
			workflowId: functions.getWorkflow().id ?? '',
			executionId: executionId || 'unsaved',
		},
		// Executions that are not saved have no id to distinguish them.
		executionId ? parts : [...parts, randomUUID()],
	);
}
