import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { textAt } from '../../../deployment/values/jsonFields';
import type { JointOperation } from '../../../shared/operation/operation';
import { attempt } from '../../../shared/waiting/attempt';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import { callSubWorkflow, type SubRun } from '../../../shared/subWorkflow/callSubWorkflow';
import { SharedRuns } from '../../../shared/subWorkflow/sharedRuns';
import { subWorkflowError } from '../../../shared/subWorkflow/subWorkflowFailure';
import { platformWorkflowsField } from '../../fields/platformWorkflows';

/** As many as 02 looks at in one go. */
const atOnce = 10;

export const doOnPlatform: JointOperation = {
	value: 'doOnPlatform',
	name: 'Do on Its Platform',
	action: 'Do what is to be done on the platform of a deployment',
	description:
		'Hand each item to the workflow of its platform, side by side, and take it back with "live" or "published". Items that are only looked at share a run of it. A run that dies is told there, too.',
	properties: [platformWorkflowsField],
	executeAll: doOnPlatforms,
};

/** How one item comes back: by the workflow of its platform, or with the reason why not. */
type Errand = { readonly run: () => Promise<SubRun> } | { readonly noWorkflowFor: string } | 'isSeen';

async function doOnPlatforms(functions: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const workflows = platformWorkflowsField.read({ functions, itemIndex: 0 });
	const sharedRuns = new SharedRuns(functions);
	const items = functions.getInputData();
	const errands = items.map((item): Errand => {
		// What a release saw a moment ago, and handed on.
		if (taskOf(item) === 'seen') return 'isSeen';
		const platform = textAt(item.json, 'platform') ?? '';
		const workflowId = workflows.get(platform);
		if (workflowId === undefined) return { noWorkflowFor: platform };
		// Only a look may be made once more, when the run that it shares has died.
		if (taskOf(item) === 'look') return { run: sharedRuns.join(workflowId, 'look', item) };
		return { run: async () => await callSubWorkflow(functions, workflowId, item) };
	});
	const outputs = await mapConcurrently(items, atOnce, async (item, place): Promise<INodeExecutionData> => {
		const errand = errands[place];
		const output = errand === undefined || errand === 'isSeen' ? item : await handedBack(item, errand);
		return { ...output, pairedItem: { item: place } };
	});
	const executionIds = new Set(outputs.map(({ metadata }) => metadata?.subExecution.executionId));
	executionIds.delete(undefined);
	functions.setMetadata({ subExecutionsCount: executionIds.size });
	return outputs;
}

async function handedBack(item: INodeExecutionData, errand: Exclude<Errand, 'isSeen'>): Promise<INodeExecutionData> {
	if ('noWorkflowFor' in errand) {
		return withFailure(item, {
			ok: false,
			error: {
				message: `No workflow of this bundle deploys on ${errand.noWorkflowFor}`,
				advice: 'Correct the platform in the catalog, or add its workflow to this step',
				canRetry: false,
			},
		});
	}
	const ended = await attempt(errand.run());
	if (!ended.ok) return withFailure(item, deathOf(ended.error));
	const { item: back, executionId, workflowId } = ended.value;
	// The editor's link from the item to that execution.
	return { ...back, metadata: { subExecution: { executionId, workflowId } } };
}

/** What a run had started before it died may still go live: its end is not known. */
function deathOf(error: unknown): IDataObject {
	const { message, advice, executionId } = subWorkflowError(error);
	const what = executionId === '' ? 'Its workflow could not be run' : 'Its run died';
	return { ok: false, state: 'unknown', error: { message: `${what}: ${message}`, advice, canRetry: false } };
}

/** Where the workflow would have put it. */
function withFailure(item: INodeExecutionData, failure: IDataObject): INodeExecutionData {
	const field = ['look', 'list'].includes(taskOf(item)) ? 'live' : 'published';
	return { ...item, json: { ...item.json, [field]: failure } };
}

function taskOf({ json }: INodeExecutionData): string {
	return textAt(json, 'task') ?? '';
}
