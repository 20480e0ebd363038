import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/**
 * Starts a workflow with one item and waits for nothing, as n8n's own *Execute Sub-workflow* does.
 *
 * @throws what n8n says where it cannot be started: it is not published, or may not be called from here.
 */
export async function startSubWorkflow(
	functions: IExecuteFunctions,
	workflowId: string,
	json: IDataObject,
): Promise<void> {
	const { $execution, $workflow } = functions.getWorkflowDataProxy(0);
	await functions.executeWorkflow({ id: workflowId }, [{ json }], undefined, {
		doNotWaitToFinish: true,
		parentExecution: { executionId: String($execution.id), workflowId: String($workflow.id) },
		// By hand, the draft is run; else what is published.
		executionMode: functions.getMode(),
	});
}
