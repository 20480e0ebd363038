import type { RollingStep } from '../../deployment/state/rollingPlan';
import type { DeploymentState } from '../../deployment/state/deploymentState';
import type { ManagedMachine } from '../processGroups';
import type { FlyConfig, FlyMachine } from '../types';

/** One machine's part in a change of many. */
export interface MachineChange {
	/** As it was before. */
	readonly machine: FlyMachine;
	readonly group: string;
	/** The whole configuration that it gets. */
	readonly config: FlyConfig;
	/** The digest its image must have; null where the first machine's answer decides for all. */
	readonly digest: string | null;
	/** Whether it is to run afterwards. */
	readonly launches: boolean;
	step: RollingStep;
	/** The version that the change made; null until Fly has taken it. */
	instanceId: string | null;
	begunAtMs: number | null;
	/** When it was first seen to run. */
	startedAtMs: number | null;
	/** What was seen last. */
	seen: string;
	/** Whether Fly's proxy put it to rest before it was seen to be well. */
	mustWake: boolean;
	/** How often its program has ended by itself and was started again. */
	restarts: number;
}

export function changeOf(
	machine: FlyMachine,
	group: string,
	config: FlyConfig,
	options: { readonly digest?: string | null; readonly launches?: boolean } = {},
): MachineChange {
	return {
		machine,
		group,
		config,
		digest: options.digest ?? null,
		launches: options.launches ?? wasRunning(machine),
		step: 'waiting',
		instanceId: null,
		begunAtMs: null,
		startedAtMs: null,
		seen: 'not begun',
		mustWake: false,
		restarts: 0,
	};
}

/** A machine that this run made, to be watched like one that it changed. */
export function changeOfNew(machine: FlyMachine, group: string, nowMs: number): MachineChange {
	return {
		...changeOf(
			// All that happens to it is this run's.
			{ ...machine, events: [], instance_id: null },
			group,
			machine.config ?? {},
			{ launches: true },
		),
		step: 'inProgress',
		instanceId: machine.instance_id ?? '',
		begunAtMs: nowMs,
		seen: machine.state ?? 'no state',
	};
}

/** Machines at rest stay at rest: they get the change with their next start. */
export function wasRunning({ state }: FlyMachine): boolean {
	return state !== 'stopped' && state !== 'suspended' && state !== 'created' && state !== 'stopping';
}

/** One machine of each group, one that runs where there is one. */
export function firstOfEachGroup(machines: readonly ManagedMachine[]): ManagedMachine[] {
	const first = new Map<string, ManagedMachine>();
	for (const managed of machines) {
		const known = first.get(managed.group);
		if (!known || (!wasRunning(known.machine) && wasRunning(managed.machine))) {
			first.set(managed.group, managed);
		}
	}
	return [...first.values()];
}

export type RolloutEnd =
	| { readonly ok: true; readonly digest: string | null; readonly warnings: readonly string[] }
	| {
			readonly ok: false;
			readonly state: DeploymentState;
			readonly reason: string;
			readonly digest: string | null;
			readonly warnings: readonly string[];
			/** Whether what was made or changed could not all be undone. */
			readonly isIncomplete?: boolean;
	  };
