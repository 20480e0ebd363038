import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	type ExecuteWorkflowData,
	type ExecuteWorkflowOptions,
	type ICredentialsHelper,
	type IExecuteWorkflowInfo,
	type INodeExecutionData,
	type INodeTypes,
	type IRun,
	type IRunExecutionData,
	type ITaskData,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type RelatedExecution,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import type { DataTables } from './dataTables';
import { startNode } from './workflowFile';

/** One execution of a workflow, as n8n's list of executions has it. */
export interface EngineRun {
	readonly executionId: string;
	readonly workflow: IWorkflowBase;
	readonly mode: WorkflowExecuteMode;
	readonly parentExecutionId: string | undefined;
	status: 'running' | 'waiting' | 'success' | 'error';
	error: Error | undefined;
	lastNode: string | undefined;
	data: IRunExecutionData | undefined;
}

export interface RunnerParts {
	readonly nodeTypes: INodeTypes;
	readonly credentialsHelper: ICredentialsHelper;
	readonly tables: DataTables;
	readonly workflows: ReadonlyMap<string, IWorkflowBase>;
}

const HOST = 'http://127.0.0.1:5678';

/** Runs workflows as n8n does: sub-executions, and the error workflow for every one that ends with an error. */
export class WorkflowRunner {
	readonly runs: EngineRun[] = [];

	private nextExecutionId = 1;

	/** What nobody waits for: error workflows, and sub-workflows that are started only. */
	private readonly background = new Set<Promise<unknown>>();

	constructor(private readonly parts: RunnerParts) {}

	/** Runs a workflow from its trigger to its end, or to where it waits. */
	async run(
		workflow: IWorkflowBase,
		mode: WorkflowExecuteMode,
		items: INodeExecutionData[],
		parentExecution?: RelatedExecution,
	): Promise<EngineRun> {
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
		return await this.execute(this.begin(workflow, mode, parentExecution), data);
	}

	/** Goes on with a run that waits: with what its last step answered meanwhile. */
	async resume(run: EngineRun, items: INodeExecutionData[]): Promise<EngineRun> {
		const data = run.data;
		const [entry] = data?.executionData?.nodeExecutionStack ?? [];
		if (run.status !== 'waiting' || !data || !entry) throw new Error(`Execution ${run.executionId} does not wait`);
		// As n8n's waiting-webhooks.js: the step has been executed, and what it gives is what was sent.
		entry.node.disabled = true;
		data.waitTill = undefined;
		data.resultData.runData[run.lastNode ?? '']?.pop();
		entry.data = { main: [items] };
		entry.metadata = { ...entry.metadata, forwardAllOutputs: true };
		return await this.execute(run, data);
	}

	/** Waits until nothing runs any more. */
	async settled(): Promise<void> {
		while (this.background.size > 0) await Promise.all(this.background);
	}

	/** What n8n-core needs to run a step. */
	additionalData(run: EngineRun): IWorkflowExecuteAdditionalData {
		const { credentialsHelper, tables } = this.parts;
		const parts = {
			credentialsHelper,
			executionId: run.executionId,
			hooks: new ExecutionLifecycleHooks(run.mode, run.executionId, run.workflow),
			restApiUrl: `${HOST}/rest`,
			instanceBaseUrl: `${HOST}/`,
			webhookBaseUrl: `${HOST}/webhook`,
			webhookTestBaseUrl: `${HOST}/webhook-test`,
			webhookWaitingBaseUrl: `${HOST}/webhook-waiting`,
			formWaitingBaseUrl: `${HOST}/form-waiting`,
			variables: {},
			setExecutionStatus() {},
			'data-table': { dataTableProxyProvider: tables.provider },
			executeWorkflow: async (info: IExecuteWorkflowInfo, _data: unknown, options: ExecuteWorkflowOptions) =>
				await this.executeSubWorkflow(info, options),
		};
		// The parts of the additional data that n8n-core reads.
		return parts as unknown as IWorkflowExecuteAdditionalData;
	}

	workflowOf(workflow: IWorkflowBase): Workflow {
		return new Workflow({
			id: workflow.id,
			name: workflow.name,
			nodes: structuredClone(workflow.nodes),
			connections: workflow.connections,
			active: true,
			nodeTypes: this.parts.nodeTypes,
			staticData: {},
			settings: workflow.settings,
		});
	}

	private begin(workflow: IWorkflowBase, mode: WorkflowExecuteMode, parent?: RelatedExecution): EngineRun {
		const run: EngineRun = {
			executionId: String(this.nextExecutionId++),
			workflow,
			mode,
			parentExecutionId: parent?.executionId,
			status: 'running',
			error: undefined,
			lastNode: undefined,
			data: undefined,
		};
		this.runs.push(run);
		return run;
	}

	private async execute(run: EngineRun, data: IRunExecutionData): Promise<EngineRun> {
		const workflow = this.workflowOf(run.workflow);
		run.status = 'running';
		const ended: IRun = await new WorkflowExecute(this.additionalData(run), run.mode, data).processRunExecutionData(
			workflow,
		);
		const { error, lastNodeExecuted } = ended.data.resultData;
		run.data = ended.data;
		run.lastNode = lastNodeExecuted;
		run.error = error as Error | undefined;
		run.status = error ? 'error' : ended.waitTill || ended.data.waitTill ? 'waiting' : 'success';
		if (error) this.startErrorWorkflow(run);
		return run;
	}

	private async executeSubWorkflow(
		info: IExecuteWorkflowInfo,
		options: ExecuteWorkflowOptions,
	): Promise<ExecuteWorkflowData> {
		const workflow = this.parts.workflows.get(info.id ?? '');
		if (!workflow) throw new Error(`Workflow does not exist: ${info.id}`);
		const running = this.run(workflow, 'integrated', options.inputData ?? [{ json: {} }], options.parentExecution);
		if (options.doNotWaitToFinish === true) {
			this.inBackground(running);
			return { executionId: String(this.nextExecutionId - 1), data: [null] };
		}
		const run = await running;
		if (run.error) throw run.error;
		return { executionId: run.executionId, data: outputOf(run) };
	}

	/** For every execution with an error but those by hand, sub-executions too (n8n's execute-error-workflow.js). */
	private startErrorWorkflow(run: EngineRun): void {
		const { workflow, mode, executionId, error, lastNode, data } = run;
		const errorWorkflowId = workflow.settings?.errorWorkflow;
		const errorWorkflow = this.parts.workflows.get(errorWorkflowId ?? '');
		if (mode === 'manual' || !errorWorkflow) return;
		if (mode === 'error' && errorWorkflowId === workflow.id) return;
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
		this.inBackground(this.run(errorWorkflow, 'error', [{ json: json as unknown as INodeExecutionData['json'] }]));
	}

	private inBackground(work: Promise<unknown>): void {
		const tracked = work.finally(() => this.background.delete(tracked));
		this.background.add(tracked);
	}
}

/** What a sub-workflow hands back: its last step's last run (triggers below version 1.2). */
function outputOf({ data, lastNode }: EngineRun): Array<INodeExecutionData[] | null> {
	const task: ITaskData | undefined = data?.resultData.runData[lastNode ?? '']?.at(-1);
	return (task?.data?.main ?? [null]).map((items) => items ?? null);
}
