import { attempt } from '../../../shared/waiting/attempt';
import { clock } from '../../../shared/waiting/clock';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import type { FlyClient } from '../../api/client';
import { leasesOf } from '../machines/leases';
import { beginChanges } from './beginChanges';
import { lookAtChanges } from './lookAtChanges';
import { isWell, type MachineChange, type RolloutFailure, type RolloutResult } from './machineChange';
import { allFailures, callsAtOnce, fail, lastSeen, type Rollout, type RolloutOptions } from './rollout';

/** One look at the whole fleet a second: the limit on listing an app's machines, and enough for any number of them. */
const lookEveryMs = 1_000;

/**
 * Brings every change about: leases each machine for as long as it is worked on, replaces its whole
 * configuration, and waits until it runs the asked version, passes its checks and has outlived the
 * smoke watch. Ends at the first machine that fails, unless told to go on; what was changed by then
 * stays so.
 *
 * One loop drives all machines, so that a fleet costs one list call a second however large it is.
 */
export async function rollMachines(
	fly: FlyClient,
	app: string,
	changes: readonly MachineChange[],
	options: RolloutOptions,
): Promise<RolloutResult> {
	const leases = leasesOf(fly, app);
	const rollout: Rollout = {
		fly,
		app,
		changes,
		options,
		leases,
		failed: [],
		digest: options.digest,
		failure: null,
		unreadable: '',
	};
	const ended = await attempt(run(rollout));
	const warnings = await leases.releaseAll();
	if (!ended.ok) throw ended.error;
	const { digest } = rollout;
	return ended.value ? { ok: false, ...ended.value, digest, warnings } : { ok: true, digest, warnings };
}

/** Why it ended early; null when every machine is done. */
async function run(rollout: Rollout): Promise<RolloutFailure | null> {
	const { changes, options } = rollout;
	for (;;) {
		const lookedAtMs = clock.now();
		for (const step of [lookAtChanges, tendLeases]) {
			await step(rollout);
			if (rollout.failure) return rollout.failure;
		}
		if (changes.every(({ step }) => step === 'verified' || step === 'failed')) return allFailures(rollout);
		const stopped = whyStopped(rollout);
		if (stopped) return stopped;
		await beginChanges(rollout);
		if (rollout.failure) return rollout.failure;
		if (options.waits === false && changes.every(({ instanceId }) => instanceId !== null)) return null;
		await clock.sleep(Math.max(0, lookEveryMs - (clock.now() - lookedAtMs)));
	}
}

function whyStopped(rollout: Rollout): RolloutFailure | null {
	const { options, unreadable } = rollout;
	if (clock.now() >= options.deadlineAtMs) {
		const reason = `the time was up; ${lastSeen(rollout)}`;
		return unreadable === '' ? { state: 'rolling', reason, isTimeUp: true } : { state: 'unknown', reason };
	}
	return options.cancelSignal?.aborted
		? { state: 'cancelled', reason: `the execution was stopped; ${lastSeen(rollout)}` }
		: null;
}

/** Gives back the leases of machines that are well or given up, and keeps the others'. */
async function tendLeases(rollout: Rollout): Promise<void> {
	const { changes, leases } = rollout;
	const finished = changes.filter(
		(change) => (isWell(change) || change.step === 'failed') && leases.nonceOf(change.machine.id) !== null,
	);
	// A lease that is not given back runs out by itself: no reason to stop.
	await mapConcurrently(finished, callsAtOnce, async ({ machine }) => {
		await attempt(leases.release(machine.id));
	});
	for (const [machineId, reason] of await leases.refresh()) {
		const change = changes.find(({ machine }) => machine.id === machineId);
		if (change) fail(rollout, change, `its lease was lost: ${reason}`, 'superseded');
	}
}
