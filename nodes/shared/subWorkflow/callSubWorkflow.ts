import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { SubWorkflowFailure } from './subWorkflowFailure';

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
	const { executionId, items } = await call(functions, workflowId, [item]);
	const [only] = items;
	if (only && items.length === 1) return { executionId, workflowId, item: only };
	throw new SubWorkflowFailure(
		`The workflow handed back ${only ? `${items.length} items` : 'no item'}, not one`,
		'Let its last step give exactly one item, on every path',
		executionId,
	);
}

/** By it an item that comes back is known among those that went in. */
const placeName = 'placeTogether';

/**
 * Calls a workflow once for all of these items. For each of them, in their order: what it handed back; undefined
 * where that was no item, or several.
 *
 * @throws SubWorkflowFailure when it went into a wait; else what it failed with.
 */
export async function callSubWorkflowTogether(
	functions: IExecuteFunctions,
	workflowId: string,
	items: readonly INodeExecutionData[],
): Promise<Array<SubRun | undefined>> {
	const marked = items.map((item, place) => ({ ...item, json: { ...item.json, [placeName]: place } }));
	const { executionId, items: handedBack } = await call(functions, workflowId, marked);
	return items.map((item, place) => {
		const [only, ...others] = handedBack.filter(({ json }) => json[placeName] === place);
		if (!only || others.length > 0) return undefined;
		const json = { ...only.json };
		// A caller's caller may have marked it, too.
		if (placeName in item.json) json[placeName] = item.json[placeName];
		else Reflect.deleteProperty(json, placeName);
		return { executionId, workflowId, item: { ...only, json } };
	});
}

async function call(
	functions: IExecuteFunctions,
	workflowId: string,
	items: INodeExecutionData[],
): Promise<{ readonly executionId: string; readonly items: INodeExecutionData[] }> {
	const { $execution, $workflow } = functions.getWorkflowDataProxy(0);
	const { executionId, data, waitTill } = await functions.executeWorkflow({ id: workflowId }, items, undefined, {
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
	return { executionId, items: data.flatMap((output) => output ?? []) };
}
