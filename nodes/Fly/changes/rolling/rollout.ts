import type { DeploymentState } from '../../../deployment/state/deploymentState';
import type { RollingPolicy } from '../../../deployment/state/rollingPlan';
import type { FlyClient } from '../../api/client';
import type { Leases } from '../machines/leases';
import type { MachineChange, RolloutFailure } from './machineChange';

export interface RolloutOptions {
	readonly policy: RollingPolicy;
	/** How long a machine must have run, healthy, before it counts. */
	readonly smokeWatchMs: number;
	/** For one machine, from its lease until it is healthy. */
	readonly machineTimeoutMs: number;
	/** For all of them, in milliseconds since the epoch. */
	readonly deadlineAtMs: number;
	readonly minSecretsVersion: number | null;
	/** How often a machine's program may end by itself and be started again until it is verified; none by default. */
	readonly restartsAllowed?: number;
	/** The digest that the image must have; null to take the first one that Fly answers. */
	readonly digest: string | null;
	/** The commit that the image's label must name, where it has one; null for any. */
	readonly expectedCommit?: string | null;
	/** Whether each machine has an image of its own, so that no answer shows another one's digest. */
	readonly ownImages?: boolean;
	/** Whether to go on with the others when one fails. */
	readonly goesOn?: boolean;
	/** Off: done as soon as Fly has accepted every change, with nothing shown. */
	readonly waits?: boolean;
	readonly cancelSignal?: AbortSignal | undefined;
}

/** A change of many machines while it is under way. */
export interface Rollout {
	readonly fly: FlyClient;
	readonly app: string;
	readonly changes: readonly MachineChange[];
	readonly options: RolloutOptions;
	readonly leases: Leases;
	readonly failed: RolloutFailure[];
	/** From the first answer on, every machine gets this very digest, wherever the tag moves. */
	digest: string | null;
	/** What ends it before all machines are done. */
	failure: RolloutFailure | null;
	/** Why the machines could not be read in the last look; empty when they could. */
	unreadable: string;
}

export const callsAtOnce = 16;

/** Notes that a machine failed, which ends the rollout unless it was told to go on. */
export function fail(rollout: Rollout, change: MachineChange, why: string, state: DeploymentState = 'failed'): void {
	const { machine, group } = change;
	if (change.step === 'failed') return;
	const reason = `Machine ${machine.id} (${group}, ${machine.region ?? 'region not reported'}): ${why}`;
	change.step = 'failed';
	rollout.failed.push({ state, reason });
	if (rollout.options.goesOn !== true) rollout.failure ??= { state, reason };
}

/** The failures of all machines as one; null when none failed. */
export function allFailures({ failed }: Rollout): RolloutFailure | null {
	const [first] = failed;
	return first ? { state: first.state, reason: failed.map(({ reason }) => reason).join('; ') } : null;
}

/** How far it has come, for a person. */
export function lastSeen(rollout: Rollout): string {
	const { changes, unreadable } = rollout;
	const open = changes.filter(({ step }) => step !== 'verified');
	const [first] = open.filter(({ step }) => step === 'inProgress' || step === 'healthy');
	const detail = first ? `, machine ${first.machine.id} last seen: ${first.seen}` : '';
	const unread = unreadable === '' ? '' : `; ${unreadable}`;
	const refused = allFailures(rollout);
	return `${changes.length - open.length} of ${changes.length} machines are done${detail}${unread}${refused ? `; ${refused.reason}` : ''}`;
}
