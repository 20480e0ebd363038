import type { DeploymentState } from '../deployment/state/deploymentState';
import { listAt, textAt, valueAt } from '../deployment/values/jsonFields';
import { cutText } from '../deployment/values/text';
import { checkSummary } from './checks';
import { deployedDigest } from './containers';
import { exitText, isGoodExit, isRequestedStop, programExits } from './exits';
import type { FlyEvent, FlyMachine } from './types';

/** Whether a machine neither runs nor is on its way to or from there. */
export function isResting({ state }: FlyMachine): boolean {
	return restingStates.has(state ?? '');
}

/** Whether a machine is at rest, or on its way there, because Fly's proxy puts it to rest when nobody calls; not by a crash. */
export function isAutostopped(machine: FlyMachine): boolean {
	const isStopping = machine.state === 'stopping' || machine.state === 'suspending';
	const exit = machine.events?.find(({ type }) => type === 'exit');
	if (!(isResting(machine) || isStopping) || (exit && !isRequestedStop(exit))) return false;
	return listAt(machine.config, 'services').some((service) => {
		const autostop = valueAt(service, 'autostop');
		return autostop === true || autostop === 'stop' || autostop === 'suspend';
	});
}

/** What was made of a machine by this run. */
export interface MachineExpectation {
	/** The version that the change made. */
	readonly instanceId: string;
	/** The version before it; null for a new machine. */
	readonly instanceIdBefore: string | null;
	/** The newest event before the change; null for a new machine. */
	readonly lastEventId: string | null;
	/** The image's digest; null while it is not known yet. */
	readonly digest: string | null;
	/** Whether it is to run; a machine that was stopped before stays stopped. */
	readonly launches: boolean;
	/** How often its program may end by itself and be started again, as when its database is not up yet. Default never. */
	readonly restartsAllowed?: number;
}

export interface MachineFinding {
	readonly phase: 'pending' | 'succeeded' | 'failed';
	/** Of a bad end. */
	readonly state: DeploymentState;
	/** What is the matter, or what was seen last. */
	readonly seen: string;
	/** Whether the program is up, its checks aside. */
	readonly started: boolean;
	/** Whether a check that has passed would now be failing. */
	readonly critical: boolean;
	/** How often the program has ended by itself so far. */
	readonly restarts: number;
}

const restingStates = new Set(['stopped', 'suspended', 'created']);

/**
 * Whether a machine is what this run made of it. "Started" alone proves nothing: after a failed pull
 * Fly boots the old image again (superfly/flyctl#4921), and only the version and the digest tell.
 */
export function findingOn(
	machine: FlyMachine | undefined,
	expected: MachineExpectation,
): MachineFinding {
	const bad = (seen: string, state: DeploymentState = 'failed'): MachineFinding => ({
		...pending(seen),
		phase: 'failed',
		state,
	});
	const since = eventsSince(machine, expected.lastEventId);
	if (!machine || machine.state === 'destroyed' || machine.state === 'destroying') {
		const launch = launchFailure(since);
		return bad(launch ?? 'it was destroyed in the meantime');
	}
	const instanceId = machine.instance_id ?? null;
	if (instanceId !== expected.instanceId) {
		if (instanceId === null) return pending('Fly.io does not tell its version');
		if (instanceId === expected.instanceIdBefore) {
			return bad(`Fly.io put it back on the image it had (${launchFailure(since) ?? 'no reason given'})`, 'rolledBack');
		}
		return bad(`somebody else changed it: it has version ${instanceId}, not ${expected.instanceId}`, 'superseded');
	}
	const digest = deployedDigest(machine);
	if (expected.digest !== null && digest !== expected.digest) {
		return bad(`it has image digest ${digest ?? '(not told)'}, not ${expected.digest}`, 'superseded');
	}
	const state = machine.state ?? '';
	if (state === 'failed' || state === 'launch_failed') {
		return bad(`it is ${state}: ${launchFailure(since) ?? 'Fly.io gave no reason'}`);
	}
	const exits = programExits(machine, since);
	if (exits.dead !== null) return bad(`its program ended by itself with ${exits.dead}`);
	if (exits.count > (expected.restartsAllowed ?? 0)) {
		const times = exits.count > 1 ? ` (${exits.count} times)` : '';
		return bad(`its program ended by itself with ${exits.last}${times}`);
	}
	return { ...presentFinding(machine, expected), restarts: exits.count };
}

/** By its state and checks alone. */
function presentFinding(
	machine: FlyMachine,
	expected: Pick<MachineExpectation, 'launches'>,
): MachineFinding {
	const state = machine.state ?? '';
	if (machine.host_status === 'unreachable') return pending('its host does not answer');
	if (!expected.launches && isResting(machine)) return { ...pending(state), phase: 'succeeded' };
	// One at rest may have been woken up by a request: it has the new version then, and must be well.
	if (state === 'started') return checksFinding(machine);
	return pending(state === '' ? 'Fly.io does not tell its state' : `it is ${state}`);
}

/** How a machine is now, whatever happened to it before. */
export function findingNow(
	machine: FlyMachine | undefined,
	expected: Partial<Pick<MachineExpectation, 'launches'>> = {},
): MachineFinding {
	return findingOn(machine, {
		instanceId: machine?.instance_id ?? '',
		instanceIdBefore: null,
		lastEventId: machine?.events?.[0]?.id ?? null,
		digest: null,
		launches: true,
		...expected,
	});
}

function pending(seen: string, more: Partial<MachineFinding> = {}): MachineFinding {
	return { phase: 'pending', state: 'rolling', seen, started: false, critical: false, restarts: 0, ...more };
}

function checksFinding(machine: FlyMachine): MachineFinding {
	const { configured, reported, passing, critical, isHealthy } = checkSummary(machine);
	const seen =
		configured === 0
			? 'started, without checks'
			: `started, ${passing} of ${configured} checks passing${reported < configured ? ` (${reported} reported)` : ''}`;
	if (critical) {
		const output = cutText((critical.output ?? '').trim(), 200);
		return pending(`${seen}; ${critical.name ?? 'a check'} is critical${output ? `: ${output}` : ''}`, {
			started: true,
			critical: true,
		});
	}
	return pending(seen, { started: true, ...(isHealthy && { phase: 'succeeded' as const }) });
}

/** Oldest first: what happened after the event, or all that is known when it is too long ago to be listed. */
export function eventsSince(
	machine: FlyMachine | undefined,
	lastEventId: string | null,
): FlyEvent[] {
	const events = machine?.events ?? [];
	const index = lastEventId === null ? -1 : events.findIndex(({ id }) => id === lastEventId);
	return (index < 0 ? [...events] : events.slice(0, index)).reverse();
}

/** Why an image could not be brought up. */
function launchFailure(events: readonly FlyEvent[]): string | null {
	const failure = events.findLast(({ status }) => status === 'failed');
	return failure ? (textAt(failure.request, 'error') ?? `${failure.type ?? 'launch'} failed`) : null;
}

/** How a command that runs once ended; null while it has not. */
export function commandEnd(
	machine: FlyMachine,
): { readonly ok: boolean; readonly text: string } | null {
	const exit = (machine.events ?? []).find(({ type }) => type === 'exit');
	if (exit) {
		return { ok: isGoodExit(exit), text: `it ended with ${exitText(exit)}` };
	}
	const launch = launchFailure(eventsSince(machine, null));
	if (launch !== null) return { ok: false, text: launch };
	if (machine.state === 'destroyed') {
		return { ok: false, text: 'its machine is gone, and Fly.io does not say how it ended' };
	}
	return null;
}
