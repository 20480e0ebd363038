import type { OperationContext } from '../../shared/operation/operation';

/** Where this run can be read. */
export function runUrlOf({ functions }: OperationContext): string {
	const instance = functions.getInstanceBaseUrl().replace(/\/+$/, '');
	return `${instance}/workflow/${functions.getWorkflow().id ?? ''}/executions/${functions.getExecutionId()}`;
}

/** Where a form of this n8n is opened: at the address of its webhooks, which may be another than the editor's. */
export function formUrlOf({ functions }: OperationContext, path: string): string {
	// The only address of that kind that n8n tells a step.
	const waiting: unknown = functions.evaluateExpression('{{ $execution.resumeFormUrl }}', 0);
	const [, forms] = (typeof waiting === 'string' && /^(https?:\/\/.*)\/form-waiting\//.exec(waiting)) || [];
	return `${forms ?? functions.getInstanceBaseUrl().replace(/\/+$/, '')}/form/${path}`;
}
