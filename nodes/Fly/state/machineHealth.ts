import type { Assessment } from '../../deployment/state/assessment';
import type { DeploymentState } from '../../deployment/state/deploymentState';
import { cutText } from '../../deployment/values/text';
import type { FlyMachine } from '../api/types';
import { checkSummary } from './checks';
import { deployedDigest } from './deployedImage';
import { eventsSince, launchFailure, newestEventId } from './machineEvents';
import { isGone, isResting } from './machineRest';
import { programExits } from './programExits';

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

export interface MachineAssessment extends Assessment {
	/** What is the matter, or what was seen last; also when all is well. */
	readonly reason: string;
	/** Whether the program is up, its checks aside. */
	readonly started: boolean;
	/** Whether a check that has passed would now be failing. */
	readonly critical: boolean;
	/** How often the program has ended by itself so far. */
	readonly restarts: number;
}

/**
 * Whether a machine is what this run made of it. "Started" alone proves nothing: after a failed pull
 * Fly boots the old image again (superfly/flyctl#4921), and only the version and the digest tell.
 */
export function assessMachine(machine: FlyMachine | undefined, expected: MachineExpectation): MachineAssessment {
	const since = eventsSince(machine, expected.lastEventId);
	if (!machine || isGone(machine)) return failed(launchFailure(since) ?? 'it was destroyed in the meantime');
	const instanceId = machine.instance_id ?? null;
	if (instanceId !== expected.instanceId) {
		if (instanceId === null) return pending('Fly.io does not report its version');
		if (instanceId === expected.instanceIdBefore) {
			return failed(
				`Fly.io rolled it back to the image it had (${launchFailure(since) ?? 'no reason given'})`,
				'rolledBack',
			);
		}
		return failed(`somebody else changed it: it has version ${instanceId}, not ${expected.instanceId}`, 'superseded');
	}
	const digest = deployedDigest(machine);
	if (expected.digest !== null && digest !== expected.digest) {
		return failed(`it has image digest ${digest ?? '(not reported)'}, not ${expected.digest}`, 'superseded');
	}
	const state = machine.state ?? '';
	if (state === 'failed' || state === 'launch_failed') {
		return failed(`it is ${state}: ${launchFailure(since) ?? 'Fly.io gave no reason'}`);
	}
	const exits = programExits(machine, since);
	if (exits.dead !== null) return failed(`its program ended by itself with ${exits.dead}`);
	if (exits.count > (expected.restartsAllowed ?? 0)) {
		const times = exits.count > 1 ? ` (${exits.count} times)` : '';
		return failed(`its program ended by itself with ${exits.last}${times}`);
	}
	return { ...assessPresent(machine, expected), restarts: exits.count };
}

/** How a machine is now, whatever happened to it before. */
export function assessMachineNow(
	machine: FlyMachine | undefined,
	expected: Partial<Pick<MachineExpectation, 'launches'>> = {},
): MachineAssessment {
	return assessMachine(machine, {
		instanceId: machine?.instance_id ?? '',
		instanceIdBefore: null,
		lastEventId: newestEventId(machine),
		digest: null,
		launches: true,
		...expected,
	});
}

/** By its state and checks alone. */
function assessPresent(machine: FlyMachine, expected: Pick<MachineExpectation, 'launches'>): MachineAssessment {
	const state = machine.state ?? '';
	if (machine.host_status === 'unreachable') return pending('its host does not answer');
	if (!expected.launches && isResting(machine)) return { ...pending(state), phase: 'succeeded' };
	// One at rest may have been woken up by a request: it has the new version then, and must be well.
	if (state === 'started') return assessChecks(machine);
	return pending(state === '' ? 'Fly.io does not report its state' : `it is ${state}`);
}

function assessChecks(machine: FlyMachine): MachineAssessment {
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

function pending(reason: string, more: Partial<MachineAssessment> = {}): MachineAssessment {
	return { phase: 'pending', state: 'rolling', reason, started: false, critical: false, restarts: 0, ...more };
}

function failed(reason: string, state: DeploymentState = 'failed'): MachineAssessment {
	return { ...pending(reason), phase: 'failed', state };
}
