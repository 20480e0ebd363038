import {
	createRunExecutionData,
	type INodeExecutionData,
	type IRunExecutionData,
	type IWorkflowBase,
	type RelatedExecution,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { startNode } from './workflowFile';

/** One execution of a workflow, as n8n's list of executions has it. */
export interface EngineRun {
	readonly executionId: string;
	readonly workflow: IWorkflowBase;
	readonly mode: WorkflowExecuteMode;
	readonly parentExecutionId: string | undefined;
	status: 'running' | 'waiting' | 'success' | 'error' | 'canceled' | 'crashed';
	error: Error | undefined;
	lastNode: string | undefined;
	data: IRunExecutionData | undefined;
}

/** One run of one step, in the engine's time. */
export interface Step {
	readonly executionId: string;
	readonly workflowId: string;
	readonly name: string;
	readonly beganMs: number;
	/** Absent while it runs, and when it never ended. */
	endedMs?: number;
}

/** A run that has not begun, with what it begins with. */
export function newRun(
	executionId: string,
	workflow: IWorkflowBase,
	mode: WorkflowExecuteMode,
	items: INodeExecutionData[],
	parentExecution?: RelatedExecution,
): [EngineRun, IRunExecutionData] {
	const data = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [
				{
					node: structuredClone(startNode(workflow)),
					data: { main: [items] },
					source: null,
					...(parentExecution && { metadata: { parentExecution } }),
				},
			],
		},
		...(parentExecution && { parentExecution }),
	});
	const run: EngineRun = {
		executionId,
		workflow,
		mode,
		parentExecutionId: parentExecution?.executionId,
		status: 'running',
		error: undefined,
		lastNode: undefined,
		data,
	};
	return [run, data];
}

/** Every run that has not ended, and the step that it is at. */
export function whatRuns(runs: readonly EngineRun[]): string {
	const running = runs.filter(({ status }) => status === 'running');
	if (running.length === 0) return 'no workflow runs';
	return running.map(({ workflow, lastNode }) => `${workflow.name} is at "${lastNode ?? 'its start'}"`).join('; ');
}
