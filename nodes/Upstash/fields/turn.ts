import { type Field, field, requiredTextField } from '../../shared/fields/fields';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { executionKey } from '../state/owner';

const name = requiredTextField('Turn Name', 'turnName', {
	placeholder: 'candlefish-ai/candlefish@main',
	description: 'What only one run may look at at a time: repository and branch. The same name is the same turn.',
});

/** GitHub's names of owners and repositories know no case; those of branches do. */
export const turnNameField: Field<string> = field(name, (context) =>
	name.read(context).replace(/^[^@]*/, (repository) => repository.toLowerCase()),
);

/** This execution as a turn knows it. */
export function thisExecution({ functions }: OperationContext): string {
	const executionId = functions.getExecutionId();
	if (executionId) return executionKey({ instanceId: functions.getInstanceId(), executionId });
	throw new ConfigurationError(
		'A turn belongs to an execution, and n8n gives this one no id',
		"Let n8n save this workflow's executions",
	);
}

/** Another execution of this n8n as a turn knows it; empty for none. */
export function executionOf({ functions }: OperationContext, executionId: string): string {
	return executionId === '' ? '' : executionKey({ instanceId: functions.getInstanceId(), executionId });
}
