import type { INodeExecutionData } from 'n8n-workflow';

import { n8nErrors } from './installedN8n';
import type { EngineRun } from './runs';

/** Where n8n says it is. */
export const HOST = 'http://127.0.0.1:5678';
/** Where its webhooks and forms answer: another address than the editor's, as in queue mode. */
export const WEBHOOK_HOST = 'http://127.0.0.1:5679';

/** What n8n says of an execution that it finds unfinished when it starts (errors/workflow-crashed.error.js). */
export function crashedError(): Error {
	const { WorkflowOperationError } = n8nErrors();
	class WorkflowCrashedError extends WorkflowOperationError {
		constructor() {
			super('Workflow did not finish, possible out-of-memory issue');
		}
	}
	return new WorkflowCrashedError();
}

/** What the error trigger gives of an execution (n8n's execute-error-workflow.js). */
export function errorItem({ executionId, workflow, error, lastNode, mode, data }: EngineRun): INodeExecutionData {
	const json = {
		execution: {
			id: executionId,
			url: `${HOST}/workflow/${workflow.id}/executions/${executionId}`,
			error,
			lastNodeExecuted: lastNode,
			mode,
			executionContext: data?.executionData?.runtimeData,
		},
		workflow: { id: workflow.id, name: workflow.name },
	};
	return { json: json as unknown as INodeExecutionData['json'] };
}
