import type { SandboxServices } from '../../kernel/platform';
import { neonError } from '../http/errors';
import type { Operation, OperationStatus, Project } from '../model';

export interface OperationStep {
	readonly action: string;
	readonly branchId?: string | undefined;
	readonly endpointId?: string | undefined;
	/** What is true once it has finished. */
	readonly apply?: () => void;
}

/** What the control route asks of a coming operation. */
export interface OperationBehaviour {
	readonly projectId?: string | undefined;
	/** Any by default. */
	readonly action?: string | undefined;
	/** `stuck`: never ends. */
	readonly outcome: 'finished' | 'failed' | 'error' | 'cancelled' | 'skipped' | 'stuck';
	readonly error?: string | undefined;
	readonly extraMs: number;
}

/** Sandbox milliseconds; what Neon's console shows for small projects. */
const durationsMs: Readonly<Record<string, number>> = {
	create_branch: 1200,
	create_timeline: 1500,
	delete_timeline: 1000,
	start_compute: 1800,
	suspend_compute: 800,
	apply_config: 1500,
};

const unfinished = new Set<OperationStatus>(['scheduling', 'running', 'cancelling']);

/** All operations, and the rule that a project carries out one change at a time. */
export class Operations {
	readonly all = new Map<string, Operation>();
	private behaviours: OperationBehaviour[] = [];
	private sequence = 0;

	constructor(private readonly services: SandboxServices) {}

	/** Raises 423 while the project is locked or at work. */
	requireUnlocked(project: Project): void {
		const isBusy = [...this.all.values()].some(
			(operation) => operation.projectId === project.id && unfinished.has(operation.status),
		);
		if (!isBusy && !project.locked) return;
		throw neonError(423, 'project already has running conflicting operations, scheduling of new ones is prohibited');
	}

	behave(behaviour: OperationBehaviour): void {
		this.behaviours.push(behaviour);
	}

	/** Carries the steps out one after the other. Raises 423 as `requireUnlocked` does. */
	schedule(project: Project, steps: readonly OperationStep[]): Operation[] {
		this.requireUnlocked(project);
		const operations = steps.map((step) => this.add(project, step));
		this.next(operations, steps, 0);
		return operations;
	}

	/** For what Neon does of its own accord: over at once, and in nobody's way. */
	record(project: Project, step: OperationStep): void {
		const operation = this.add(project, step);
		operation.startedAtMs = this.services.clock.now();
		this.end(operation, 'finished');
	}

	forget(project: Project): void {
		for (const [id, operation] of this.all) {
			if (operation.projectId === project.id) this.all.delete(id);
		}
	}

	private add(project: Project, step: OperationStep): Operation {
		const nowMs = this.services.clock.now();
		this.sequence += 1;
		const operation: Operation = {
			id: this.services.ids.uuid(),
			sequence: this.sequence,
			projectId: project.id,
			branchId: step.branchId,
			endpointId: step.endpointId,
			action: step.action,
			status: 'scheduling',
			error: undefined,
			failuresCount: 0,
			createdAtMs: nowMs,
			updatedAtMs: nowMs,
			startedAtMs: undefined,
			durationMs: 0,
		};
		this.all.set(operation.id, operation);
		return operation;
	}

	private next(operations: readonly Operation[], steps: readonly OperationStep[], index: number): void {
		const operation = operations[index];
		const step = steps[index];
		if (!operation || !step) return;
		const nowMs = this.services.clock.now();
		operation.status = 'running';
		operation.startedAtMs = nowMs;
		operation.updatedAtMs = nowMs;
		const behaviour = this.takeBehaviour(operation);
		if (behaviour?.outcome === 'stuck') return;
		const delayMs = (durationsMs[operation.action] ?? 1000) + (behaviour?.extraMs ?? 0);
		this.services.clock.after(delayMs, () => {
			const outcome = behaviour?.outcome ?? 'finished';
			this.end(operation, outcome === 'stuck' ? 'running' : outcome);
			if (outcome === 'finished' || outcome === 'skipped') {
				if (outcome === 'finished') step.apply?.();
				this.next(operations, steps, index + 1);
				return;
			}
			operation.failuresCount = outcome === 'cancelled' ? 0 : 1;
			operation.error = outcome === 'cancelled' ? undefined : (behaviour?.error ?? 'internal error');
			for (const left of operations.slice(index + 1)) this.end(left, 'cancelled');
		});
	}

	private end(operation: Operation, status: OperationStatus): void {
		const nowMs = this.services.clock.now();
		operation.status = status;
		operation.updatedAtMs = nowMs;
		operation.durationMs = nowMs - (operation.startedAtMs ?? nowMs);
	}

	private takeBehaviour(operation: Operation): OperationBehaviour | undefined {
		const behaviour = this.behaviours.find(
			({ action, projectId }) =>
				(action === undefined || action === operation.action) &&
				(projectId === undefined || projectId === operation.projectId),
		);
		this.behaviours = this.behaviours.filter((other) => other !== behaviour);
		return behaviour;
	}
}
