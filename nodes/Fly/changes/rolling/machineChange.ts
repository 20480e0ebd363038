import type { DeploymentState } from '../../../deployment/state/deploymentState';
import type { RollingStep } from '../../../deployment/state/rollingPlan';
import type { FlyConfig, FlyMachine } from '../../api/types';
import { lastUpdateOf } from '../../state/machineEvents';
import { wasRunning } from '../../state/machineRest';

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
	/** The version that the change made; null until Fly has accepted it. */
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

/** A machine that an earlier run of the same release changed, to be watched like one that this run changed. */
export function changeOfDone(machine: FlyMachine, group: string, nowMs: number): MachineChange {
	const { sinceUpdate, startedAtMs } = lastUpdateOf(machine);
	return {
		...changeOfNew(machine, group, nowMs),
		// What happened before that update is no part of it.
		machine: { ...machine, events: sinceUpdate, instance_id: null },
		launches: wasRunning(machine),
		// The smoke watch goes on where it was.
		startedAtMs: machine.state === 'started' && startedAtMs !== null ? Math.min(startedAtMs, nowMs) : null,
	};
}

/** Whether it was seen to be well. */
export function isWell({ step }: MachineChange): boolean {
	return step === 'healthy' || step === 'verified';
}

export interface RolloutFailure {
	readonly state: DeploymentState;
	readonly reason: string;
	/** Whether what was made or changed could not all be reverted. */
	readonly isIncomplete?: boolean;
	/** Nothing went wrong by then: only the time was up. */
	readonly isTimeUp?: boolean;
}

/** How a change of many machines ended. */
export type RolloutResult = ({ readonly ok: true } | ({ readonly ok: false } & RolloutFailure)) & {
	/** Of the image, where Fly has reported it. */
	readonly digest: string | null;
	readonly warnings: readonly string[];
};
