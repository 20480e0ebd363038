import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/** What a sub-workflow handed back. */
export interface SubRun {
	readonly executionId: string;
	readonly workflowId: string;
	readonly items: readonly INodeExecutionData[];
	/** Whether it went into a wait that only the database ends, and has handed nothing back yet. */
	readonly isWaiting: boolean;
}

/** Calls a workflow for one item and waits for its end, as n8n's own *Execute Sub-workflow* does. @throws what it failed with. */
export async function callSubWorkflow(
	functions: IExecuteFunctions,
	workflowId: string,
	item: INodeExecutionData,
): Promise<SubRun> {
	const { $execution, $workflow } = functions.getWorkflowDataProxy(0);
	const run = await functions.executeWorkflow({ id: workflowId }, [item], undefined, {
		parentExecution: { executionId: String($execution.id), workflowId: String($workflow.id), shouldResume: true },
		// By hand, the draft is run; else what is published.
		executionMode: functions.getMode(),
	});
	return {
		executionId: run.executionId,
		workflowId,
		items: run.data.flatMap((output) => output ?? []),
		isWaiting: Boolean(run.waitTill),
	};
}
