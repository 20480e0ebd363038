import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { SubWorkflowFailure } from '../../state/subWorkflowFailure';

/** A sub-workflow that ended well, and the one item that it handed back. */
export interface SubRun {
	readonly executionId: string;
	readonly workflowId: string;
	readonly item: INodeExecutionData;
}

/**
 * Calls a workflow for one item and waits for its end, as n8n's own *Execute Sub-workflow* does.
 *
 * @throws SubWorkflowFailure when it hands back no item, or several; else what it failed with.
 */
export async function callSubWorkflow(
	functions: IExecuteFunctions,
	workflowId: string,
	item: INodeExecutionData,
): Promise<SubRun> {
	const { $execution, $workflow } = functions.getWorkflowDataProxy(0);
	const { executionId, data, waitTill } = await functions.executeWorkflow({ id: workflowId }, [item], undefined, {
		parentExecution: { executionId: String($execution.id), workflowId: String($workflow.id), shouldResume: true },
		// By hand, the draft is run; else what is published.
		executionMode: functions.getMode(),
	});
	if (waitTill) {
		throw new SubWorkflowFailure(
			'The workflow went into a wait that outlasts its caller',
			'Take the Wait step out of it: what it does after that is not seen',
			executionId,
		);
	}
	const items = data.flatMap((output) => output ?? []);
	const [only] = items;
	if (only && items.length === 1) return { executionId, workflowId, item: only };
	throw new SubWorkflowFailure(
		`The workflow handed back ${only ? `${items.length} items` : 'no item'}, not one`,
		'Let its last step give exactly one item, on every path',
		executionId,
	);
}
