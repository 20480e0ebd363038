import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { attempt, type Attempt } from '../waiting/attempt';
import { callSubWorkflow, callSubWorkflowTogether, type SubRun } from './callSubWorkflow';

interface SharedRun {
	readonly items: INodeExecutionData[];
	/** Begun by the first that asks for its item. */
	ended?: Promise<Attempt<Array<SubRun | undefined>>>;
}

/**
 * Runs of workflows that several items share: for what only looks. What a shared run does not hand back, since it
 * died or lost an item, gets a run of its own, so that no item suffers from another.
 */
export class SharedRuns {
	private readonly runs = new Map<string, SharedRun>();

	constructor(private readonly functions: IExecuteFunctions) {}

	/** Takes the item into the run of that workflow under that name; returns what waits for its end. All have joined before the first waits. */
	join(workflowId: string, name: string, item: INodeExecutionData): () => Promise<SubRun> {
		const key = JSON.stringify([workflowId, name]);
		const run = this.runs.get(key) ?? { items: [] };
		this.runs.set(key, run);
		const place = run.items.push(item) - 1;
		return async () => (await this.handedBack(workflowId, run, place)) ?? (await this.runAlone(workflowId, item));
	}

	private async handedBack(workflowId: string, run: SharedRun, place: number): Promise<SubRun | undefined> {
		// One alone gains nothing by a run that is shared.
		if (run.items.length === 1) return undefined;
		run.ended ??= attempt(callSubWorkflowTogether(this.functions, workflowId, run.items));
		const ended = await run.ended;
		return ended.ok ? ended.value[place] : undefined;
	}

	private async runAlone(workflowId: string, item: INodeExecutionData): Promise<SubRun> {
		this.functions.getExecutionCancelSignal()?.throwIfAborted();
		return await callSubWorkflow(this.functions, workflowId, item);
	}
}
