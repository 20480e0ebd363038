import type { OperationContext } from '../../shared/operation/operation';

/** Where this run can be read. */
export function runUrlOf({ functions }: OperationContext): string {
	const instance = functions.getInstanceBaseUrl().replace(/\/+$/, '');
	return `${instance}/workflow/${functions.getWorkflow().id ?? ''}/executions/${functions.getExecutionId()}`;
}

/** Where a form of this n8n is opened. */
export function formUrlOf({ functions }: OperationContext, path: string): string {
	return `${functions.getInstanceBaseUrl().replace(/\/+$/, '')}/form/${path}`;
}
