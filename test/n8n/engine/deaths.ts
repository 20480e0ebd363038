import type { IWorkflowBase } from 'n8n-workflow';

/**
 * `before`: the step has not begun. `during`: its first request or row is done, and it did not hear of it.
 * `after`: it has ended, and nothing else has begun.
 */
export type Moment = 'before' | 'during' | 'after';

interface Planned {
	readonly key: string;
	left: number;
	readonly resolve: () => void;
}

/** The moments at which n8n is killed. */
export class Deaths {
	private planned: Planned[] = [];

	/** What kills n8n. */
	onDeath: () => void = () => undefined;

	constructor(private readonly workflows: ReadonlyMap<string, IWorkflowBase>) {}

	/** n8n is killed at that moment of that step, the given time that it comes there. Resolves when it is dead. */
	async at(workflowId: string, step: string, moment: Moment, time = 1): Promise<void> {
		const isThere = this.workflows.get(workflowId)?.nodes.some(({ name }) => name === step) === true;
		if (!isThere) throw new Error(`${workflowId} has no step "${step}"`);
		await new Promise<void>((resolve) => {
			this.planned.push({ key: keyOf(workflowId, step, moment), left: time, resolve });
		});
	}

	/** Kills n8n if that moment is one of those. */
	reached(workflowId: string | undefined, step: string, moment: Moment): void {
		const found = this.planned.find(({ key }) => key === keyOf(workflowId, step, moment));
		if (!found || --found.left > 0) return;
		this.planned = this.planned.filter((other) => other !== found);
		this.onDeath();
		found.resolve();
	}

	/** Nobody is killed any more. */
	mend(): void {
		this.planned = [];
	}
}

const keyOf = (workflowId: string | undefined, step: string, moment: Moment): string =>
	`${workflowId} ${step} ${moment}`;
