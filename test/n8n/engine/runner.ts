import { ExecutionLifecycleHooks } from 'n8n-core';
import {
	type ExecuteWorkflowData,
	type ExecuteWorkflowOptions,
	type ICredentialsHelper,
	type IExecuteWorkflowInfo,
	type INodeExecutionData,
	type INodeTypes,
	type IRun,
	type IRunExecutionData,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type RelatedExecution,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { CheckedOnce } from './checkedOnce';
import { CompleteNodes } from './completeNodes';
import type { DataTables } from './dataTables';
import type { Deaths } from './deaths';
import { crashedError, errorItem, HOST, WEBHOOK_HOST } from './errorWorkflows';
import { effect, Life, stillAlive } from './life';
import { type EngineRun, newRun, type Step } from './runs';
import { outputOf } from './subWorkflowOutput';

export type { EngineRun } from './runs';

export interface RunnerParts {
	readonly nodeTypes: INodeTypes;
	readonly credentialsHelper: ICredentialsHelper;
	readonly tables: DataTables;
	readonly workflows: ReadonlyMap<string, IWorkflowBase>;
	readonly deaths: Deaths;
	readonly now: () => number;
	/** Calls that after so long, in the engine's time; returns what takes it back. */
	readonly after: (delayMs: number, callback: () => void) => () => void;
}

/** What runs now, and how to stop it. */
interface Active {
	readonly additionalData: IWorkflowExecuteAdditionalData;
	readonly processing: ReturnType<CheckedOnce['processRunExecutionData']>;
	/** Sub-workflows that its step waits for: a deadline reaches them, a stop does not. */
	readonly waitedFor: Set<EngineRun>;
}

/**
 * Runs workflows as n8n does: sub-executions, the error workflow for every one that ends with an error, and the
 * ends that no workflow sees coming: stopped by a person, cut off at a deadline, killed with the whole process.
 */
export class WorkflowRunner {
	readonly runs: EngineRun[] = [];

	readonly steps: Step[] = [];

	/** So long a run may last that nobody waits for, as on n8n Cloud: then it is cut off. */
	longestRunMs: number | undefined;

	/** False between a kill and the next start: nobody answers then. */
	isUp = true;

	private life = new Life();

	private nextExecutionId = 1;

	private readonly active = new Map<EngineRun, Active>();

	/** What nobody waits for: error workflows, and sub-workflows that are started only. */
	private readonly background = new Set<Promise<unknown>>();

	/** What nodes remember, by workflow. */
	private readonly staticData = new Map<string, Workflow['staticData']>();

	private readonly completeNodes: CompleteNodes;

	constructor(private readonly parts: RunnerParts) {
		this.completeNodes = new CompleteNodes(parts.nodeTypes);
		parts.deaths.onDeath = () => this.kill();
	}

	/** Runs a workflow from its trigger to its end, or to where it waits; to where it died, if n8n is killed meanwhile. */
	async run(
		workflow: IWorkflowBase,
		mode: WorkflowExecuteMode,
		items: INodeExecutionData[],
		parentExecution?: RelatedExecution,
	): Promise<EngineRun> {
		return await this.execute(...this.begin(workflow, mode, items, parentExecution));
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

	/** Whether something runs that nobody waits for. */
	get isBusy(): boolean {
		return this.background.size > 0;
	}

	/** Waits until nothing runs any more. */
	async settled(): Promise<void> {
		while (this.background.size > 0) await Promise.race([Promise.all(this.background), this.life.ended]);
	}

	/** Does that in n8n's process, as a trigger does. */
	async inProcess<Result>(work: () => Promise<Result>): Promise<Result> {
		return await this.life.live(work);
	}

	/** As a person who presses Stop: the step under way ends, the next does not begin, and what it called runs on. */
	stop(run: EngineRun): void {
		const active = this.active.get(run);
		if (!active) throw new Error(`Execution ${run.executionId} does not run`);
		run.status = 'canceled';
		active.processing.cancel();
	}

	/** As n8n does at a run's deadline: the same, but the deadline is that of the workflows it waits for, too. */
	cutOff(run: EngineRun): void {
		for (const child of this.active.get(run)?.waitedFor ?? []) this.passDeadline(child);
		this.stop(run);
	}

	/** `kill -9`. What ran is "running" in n8n's database for ever, unless it starts again. */
	kill(): void {
		this.life.end();
		this.life = new Life();
		this.isUp = false;
		this.active.clear();
		this.background.clear();
	}

	/**
	 * n8n starts again after a kill: what it finds running has crashed, and its error workflow is started, at every
	 * start; never, when it died at the start before, or a worker of a queue did (n8n-mechanics, 2 and 8).
	 */
	startAgain(isMourning = true): void {
		this.isUp = true;
		for (const run of this.runs.filter((one) => ['running', 'crashed'].includes(one.status))) {
			if (this.active.has(run)) continue;
			run.status = 'crashed';
			run.error = crashedError();
			if (isMourning) this.startErrorWorkflow(run);
		}
	}

	/** What n8n says of a run that goes on, when the main process of a queue starts again: that it has crashed. */
	mournAlive(run: EngineRun): void {
		this.startErrorWorkflow({ ...run, status: 'crashed', error: crashedError() });
	}

	/** What n8n-core needs to run a step. */
	additionalData(run: EngineRun): IWorkflowExecuteAdditionalData {
		const { credentialsHelper, tables } = this.parts;
		const parts = {
			credentialsHelper,
			executionId: run.executionId,
			hooks: this.hooksOf(run),
			restApiUrl: `${HOST}/rest`,
			instanceBaseUrl: `${HOST}/`,
			webhookBaseUrl: `${WEBHOOK_HOST}/webhook`,
			webhookTestBaseUrl: `${WEBHOOK_HOST}/webhook-test`,
			webhookWaitingBaseUrl: `${WEBHOOK_HOST}/webhook-waiting`,
			formWaitingBaseUrl: `${WEBHOOK_HOST}/form-waiting`,
			variables: {},
			setExecutionStatus() {},
			getRunExecutionData: async (executionId: string) =>
				this.runs.find((other) => other.executionId === executionId)?.data,
			'data-table': { dataTableProxyProvider: tables.provider },
			executeWorkflow: async (info: IExecuteWorkflowInfo, _data: unknown, options: ExecuteWorkflowOptions) =>
				await effect(async () => await this.executeSubWorkflow(run, info, options)),
		};
		// The parts of the additional data that n8n-core reads.
		return parts as unknown as IWorkflowExecuteAdditionalData;
	}

	/** The same for a trigger that polls, before there is any run. */
	pollData(workflow: IWorkflowBase): IWorkflowExecuteAdditionalData {
		const [run] = newRun(String(this.nextExecutionId), workflow, 'trigger', []);
		return this.additionalData(run);
	}

	workflowOf(workflow: IWorkflowBase): Workflow {
		return this.prepare(workflow).workflow;
	}

	private prepare(workflow: IWorkflowBase): { readonly workflow: Workflow; readonly readyFrom: Set<string> } {
		const { nodes, readyFrom } = this.completeNodes.of(workflow);
		const made = new Workflow({
			id: workflow.id,
			name: workflow.name,
			nodes: [],
			connections: workflow.connections,
			active: true,
			nodeTypes: this.parts.nodeTypes,
			staticData: structuredClone(this.staticData.get(workflow.id) ?? {}),
			settings: workflow.settings,
		});
		made.setNodes(nodes);
		return { workflow: made, readyFrom };
	}

	/** Keeps what the workflow's nodes want to remember, as n8n does after a poll, and after a run that is not by hand. */
	keepStaticData({ id, staticData }: Workflow): void {
		this.staticData.set(id, JSON.parse(JSON.stringify(staticData)) as Workflow['staticData']);
	}

	/** No run, no step, and nothing remembered, as in a new n8n. */
	forget(): void {
		this.runs.length = 0;
		this.steps.length = 0;
		this.staticData.clear();
		this.isUp = true;
		this.longestRunMs = undefined;
	}

	private hooksOf(run: EngineRun): ExecutionLifecycleHooks {
		const { deaths, now } = this.parts;
		const hooks = new ExecutionLifecycleHooks(run.mode, run.executionId, run.workflow);
		const { executionId, workflow } = run;
		let current: Step | undefined;
		hooks.addHandler('nodeExecuteBefore', async (name) => {
			run.lastNode = name;
			deaths.reached(workflow.id, name, 'before');
			await stillAlive();
			current = { executionId, workflowId: workflow.id, name, beganMs: now() };
			this.steps.push(current);
		});
		hooks.addHandler('nodeExecuteAfter', async (name) => {
			if (current) current.endedMs = now();
			deaths.reached(workflow.id, name, 'after');
			await stillAlive();
		});
		return hooks;
	}

	private begin(...[workflow, mode, items, parent]: Parameters<WorkflowRunner['run']>): [EngineRun, IRunExecutionData] {
		const begun = newRun(String(this.nextExecutionId++), workflow, mode, items, parent);
		this.runs.push(begun[0]);
		return begun;
	}

	private async execute(run: EngineRun, data: IRunExecutionData, isWaitedFor = false): Promise<EngineRun> {
		const { life } = this;
		run.status = 'running';
		const limit = isWaitedFor ? undefined : this.longestRunMs;
		const keepRunning = limit === undefined ? undefined : this.parts.after(limit, () => this.cutOff(run));
		const { workflow, readyFrom } = this.prepare(run.workflow);
		const ended = await life.live(async () => {
			const additionalData = this.additionalData(run);
			const processing = new CheckedOnce(additionalData, run.mode, data, readyFrom).processRunExecutionData(workflow);
			this.active.set(run, { additionalData, processing, waitedFor: new Set() });
			return await Promise.race([processing, life.ended]);
		});
		keepRunning?.();
		if (ended && life.isAlive) {
			if (run.mode !== 'manual' && workflow.staticData.__dataChanged === true) this.keepStaticData(workflow);
			this.conclude(run, ended);
		}
		return run;
	}

	private conclude(run: EngineRun, ended: IRun): void {
		this.active.delete(run);
		const { error, lastNodeExecuted } = ended.data.resultData;
		// A run that was stopped from outside is recorded at that moment, before anything is known to be wrong with it.
		const isStopped = run.status === 'canceled';
		run.data = ended.data;
		run.lastNode = lastNodeExecuted;
		run.error = error as Error | undefined;
		if (isStopped) return;
		if (ended.status === 'canceled') run.status = 'canceled';
		else run.status = error ? 'error' : ended.waitTill || ended.data.waitTill ? 'waiting' : 'success';
		if (error) this.startErrorWorkflow(run);
	}

	/** n8n-core asks before each step whether the deadline is over. */
	private passDeadline(run: EngineRun): void {
		const active = this.active.get(run);
		if (!active) return;
		active.additionalData.executionTimeoutTimestamp = 0;
		for (const child of active.waitedFor) this.passDeadline(child);
	}

	private async executeSubWorkflow(
		parent: EngineRun,
		info: IExecuteWorkflowInfo,
		options: ExecuteWorkflowOptions,
	): Promise<ExecuteWorkflowData> {
		const workflow = this.parts.workflows.get(info.id ?? '');
		if (!workflow) throw new Error(`Workflow does not exist: ${info.id}`);
		const items = options.inputData ?? [{ json: {} }];
		const [run, data] = this.begin(workflow, 'integrated', items, options.parentExecution);
		const { executionId } = run;
		if (options.doNotWaitToFinish === true) {
			this.inBackground(this.execute(run, data));
			return { executionId, data: [null] };
		}
		const waitedFor = this.active.get(parent)?.waitedFor;
		waitedFor?.add(run);
		await this.execute(run, data, true);
		waitedFor?.delete(run);
		if (run.status === 'success' || run.status === 'waiting') {
			return { executionId, data: outputOf(run, options.returnLastRunOnly === true) };
		}
		// As n8n's workflow-execute-additional-data.js: an error again, which knows its execution.
		const { message = `Execution ${executionId} was cancelled`, ...facts } = run.error ?? {};
		throw Object.assign(new Error(message), facts, { executionId, workflowId: workflow.id });
	}

	/** For every execution with an error but those by hand, sub-executions too (n8n's execute-error-workflow.js). */
	private startErrorWorkflow(run: EngineRun): void {
		const errorWorkflowId = run.workflow.settings?.errorWorkflow;
		const errorWorkflow = this.parts.workflows.get(errorWorkflowId ?? '');
		if (run.mode === 'manual' || !errorWorkflow) return;
		if (run.mode === 'error' && errorWorkflowId === run.workflow.id) return;
		this.inBackground(this.run(errorWorkflow, 'error', [errorItem(run)]));
	}

	/** Takes note of what nobody waits for. */
	inBackground(work: Promise<unknown>): void {
		const tracked = work.finally(() => this.background.delete(tracked));
		this.background.add(tracked);
	}
}
