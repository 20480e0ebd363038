/** Where a run stands: between two of these anything else may happen. */
export interface Step {
	readonly at: string;
	/** When it goes on; at once where it is left out. */
	readonly wakeAtMs?: number;
	/** What it goes on for earlier. */
	readonly until?: () => boolean;
}

export type Flow<Value = void> = AsyncGenerator<Step, Value, undefined>;

export interface Execution {
	readonly id: string;
	/** As the workflow is called. */
	readonly workflow: string;
	/** Of a sub-workflow: who called it. */
	readonly calledBy: Execution | null;
	state: 'running' | 'ended' | 'failed' | 'died';
	/** Why it failed. */
	error: string;
	/** The step it stands at. */
	at: string;
}

interface Thread {
	readonly execution: Execution;
	readonly flow: Flow<unknown>;
	/** Whether its end is that of the execution. */
	readonly isMain: boolean;
	step: Step;
	isOver: boolean;
}

/** How long a step takes. */
const stepMs = 200;

/** An n8n: executions side by side, of which one takes one step at a time, in an order that the walk chooses. */
export class Instance {
	nowMs = Date.parse('2026-11-27T06:00:00.000Z');
	/** Called with what ended in an error, unless somebody waits for it. */
	onFailure: (execution: Execution) => void = () => undefined;
	private threads: Thread[] = [];
	private executionCount = 0;

	iso(): string {
		return new Date(this.nowMs).toISOString();
	}

	start(
		workflow: string,
		flowOf: (execution: Execution) => Flow<unknown>,
		calledBy: Execution | null = null,
	): Execution {
		const id = String(++this.executionCount);
		const execution: Execution = { id, workflow, calledBy, state: 'running', error: '', at: '' };
		this.add(execution, flowOf(execution), true);
		return execution;
	}

	/** Something that an execution does besides; over with it. */
	besides(execution: Execution, flow: Flow<unknown>): () => boolean {
		const thread = this.add(execution, flow, false);
		return () => thread.isOver;
	}

	private add(execution: Execution, flow: Flow<unknown>, isMain: boolean): Thread {
		const thread: Thread = { execution, flow, isMain, step: { at: 'start' }, isOver: false };
		this.threads.push(thread);
		return thread;
	}

	get running(): readonly Execution[] {
		return [...new Set(this.threads.map(({ execution }) => execution))];
	}

	private get ready(): Thread[] {
		return this.threads.filter(({ step }) => step.until?.() === true || (step.wakeAtMs ?? 0) <= this.nowMs);
	}

	/** When somebody goes on, should nothing happen before; infinite where nobody runs. */
	get wakesAtMs(): number {
		if (this.ready.length > 0) return this.nowMs;
		return Math.min(...this.threads.map(({ step }) => step.wakeAtMs ?? this.nowMs));
	}

	/** One step of one of those that can go on; false where nobody can. */
	async step(choice: number): Promise<boolean> {
		const { ready } = this;
		const thread = ready[choice % Math.max(1, ready.length)];
		if (thread === undefined) return false;
		this.nowMs += stepMs;
		try {
			const next = await thread.flow.next();
			if (next.done === true) this.end(thread, 'ended');
			else {
				thread.step = next.value;
				thread.execution.at = next.value.at;
			}
		} catch (error) {
			thread.execution.error = error instanceof Error ? error.message : String(error);
			if (!(error instanceof Error) || error.name === 'Violation') throw error;
			this.end(thread, 'failed');
		}
		return true;
	}

	private end(thread: Thread, state: Execution['state']): void {
		thread.isOver = true;
		this.threads = this.threads.filter((other) => other !== thread);
		if (!thread.isMain) return;
		const { execution } = thread;
		execution.state = state;
		this.threads = this.threads.filter((other) => other.execution !== execution);
		if (state === 'failed') this.onFailure(execution);
	}

	/** n8n dies: all that ran is gone. What that was. */
	crash(): Execution[] {
		const died = [...this.running];
		this.threads = [];
		for (const execution of died) execution.state = 'died';
		return died;
	}

	/** One execution is cut off; what it called goes on, as n8n stops no sub-workflow. */
	cutOff(execution: Execution): void {
		execution.state = 'died';
		this.threads = this.threads.filter((thread) => thread.execution !== execution);
	}
}
