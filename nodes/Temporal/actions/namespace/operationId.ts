import { textField } from '../../../shared/fields/fields';
import type { OperationContext } from '../../../shared/operation/operation';

export const operationIdField = textField('Operation ID', 'asyncOperationId', {
	placeholder: '={{ $execution.id }}',
	description:
		'Names what is asked for: with the same one it is done once, however often this step runs; empty for one of this execution',
});

export function readOperationId(context: OperationContext): string {
	const { functions, itemIndex } = context;
	return (
		operationIdField.read(context) ||
		`slipway-${functions.getExecutionId()}-${functions.getNode().name.replace(/\W+/g, '-')}-${itemIndex}`
	);
}
