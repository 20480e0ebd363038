import type { DeploymentState, DeploymentStatus } from '../deployment/deploymentState';
import { isRecord, isTrueAt, listAt, numberAt, textAt, valueAt } from '../deployment/jsonFields';
import type { FlyConfig, FlyEvent, FlyMachine } from './types';

/** Fly's word for a release as a state. A release that says `complete` is not shown to run: its machines are asked for that. */
export function releaseStatus(status: string | null | undefined): DeploymentStatus {
	switch (status) {
		case 'pending':
			return { state: 'queued', reason: '' };
		case 'running':
			return { state: 'rolling', reason: '' };
		case 'complete':
		case 'succeeded':
			return { state: 'ready', reason: '' };
		case 'failed':
			return { state: 'failed', reason: 'Fly.io has it as failed' };
		case 'interrupted':
		case 'cancelled':
			return { state: 'cancelled', reason: `Fly.io has it as ${status}` };
		default:
			return { state: 'unknown', reason: `Fly's status "${status ?? ''}" is not a known one` };
	}
}

/** How many health checks a configuration asks for: its own and its services'. */
export function configuredChecks(config: FlyConfig | null | undefined): number {
	const own = valueAt(config, 'checks');
	const ofServices = listAt(config, 'services').map((service) => listAt(service, 'checks').length);
	return ofServices.reduce((sum, count) => sum + count, isRecord(own) ? Object.keys(own).length : 0);
}

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
}

export interface MachineFinding {
	readonly phase: 'pending' | 'good' | 'bad';
	/** Of a bad end. */
	readonly state: DeploymentState;
	/** What is the matter, or what was seen last. */
	readonly seen: string;
	/** Whether the program is up, its checks aside. */
	readonly started: boolean;
	/** Whether a check that has passed would now be failing. */
	readonly critical: boolean;
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
		phase: 'bad',
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
	const digest = machine.image_ref?.digest ?? null;
	if (expected.digest !== null && digest !== expected.digest) {
		return bad(`it has image digest ${digest ?? '(not told)'}, not ${expected.digest}`, 'superseded');
	}
	const state = machine.state ?? '';
	if (state === 'failed' || state === 'launch_failed') {
		return bad(`it is ${state}: ${launchFailure(since) ?? 'Fly.io gave no reason'}`);
	}
	const crash = crashReason(since);
	if (crash !== null) return bad(crash);
	if (machine.host_status === 'unreachable') return pending('its host does not answer');
	if (!expected.launches) {
		if (isResting(machine)) return { ...pending(state), phase: 'good' };
		// Somebody's request may have woken it up: it has the new version then, and must be well.
		if (state !== 'started') return pending(`it is ${state}`);
	} else if (state !== 'started') {
		return pending(`it is ${state}`);
	}
	return checksFinding(machine);
}

/** How a machine is now, whatever happened to it before. */
export function findingNow(
	machine: FlyMachine | undefined,
	expected: Partial<Pick<MachineExpectation, 'instanceId' | 'digest' | 'launches'>> = {},
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
	return { phase: 'pending', state: 'rolling', seen, started: false, critical: false, ...more };
}

function checksFinding(machine: FlyMachine): MachineFinding {
	const configured = configuredChecks(machine.config);
	const checks = machine.checks ?? [];
	const passing = checks.filter(({ status }) => status === 'passing').length;
	const critical = checks.filter(({ status }) => status === 'critical');
	const seen =
		configured === 0
			? 'started, without checks'
			: `started, ${passing} of ${configured} checks passing${checks.length < configured ? ` (${checks.length} reported)` : ''}`;
	const failing = critical[0];
	if (failing) {
		const output = (failing.output ?? '').trim().slice(0, 200);
		return pending(`${seen}; ${failing.name ?? 'a check'} is critical${output ? `: ${output}` : ''}`, {
			started: true,
			critical: true,
		});
	}
	const isHealthy = checks.length >= configured && passing === checks.length;
	return pending(seen, { started: true, ...(isHealthy && { phase: 'good' as const }) });
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

/** Why the program ended after it was started; null while it has not, or was asked to. */
function crashReason(events: readonly FlyEvent[]): string | null {
	const start = events.findIndex(({ type, status }) => type === 'start' && status === 'started');
	if (start < 0) return null;
	const exit = events
		.slice(start + 1)
		.find((event) => event.type === 'exit' && !isRequestedStop(event));
	return exit ? `its program ended by itself with ${exitText(exit)}` : null;
}

function isRequestedStop({ request }: FlyEvent): boolean {
	return isTrueAt(request, 'exit_event', 'requested_stop');
}

function isOutOfMemory({ request }: FlyEvent): boolean {
	return isTrueAt(request, 'exit_event', 'oom_killed');
}

function exitText(exit: FlyEvent): string {
	return `exit code ${exitCode(exit) ?? '(not told)'}${isOutOfMemory(exit) ? ', out of memory' : ''}`;
}

function exitCode({ request }: FlyEvent): number | null {
	return numberAt(request, 'exit_event', 'guest_exit_code') ?? numberAt(request, 'exit_event', 'exit_code');
}

/** How a command that runs once ended; null while it has not. */
export function commandEnd(
	machine: FlyMachine,
): { readonly ok: boolean; readonly text: string } | null {
	const exit = (machine.events ?? []).find(({ type }) => type === 'exit');
	if (exit) {
		return { ok: exitCode(exit) === 0 && !isOutOfMemory(exit), text: `it ended with ${exitText(exit)}` };
	}
	const launch = launchFailure(eventsSince(machine, null));
	if (launch !== null) return { ok: false, text: launch };
	if (machine.state === 'destroyed') {
		return { ok: false, text: 'its machine is gone, and Fly.io does not say how it ended' };
	}
	return null;
}
