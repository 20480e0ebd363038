import { isTransient, messageOf } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import { clock } from '../../../shared/waiting/clock';
import { listMachines, readMachine } from '../../api/machines';
import type { FlyMachine } from '../../api/types';
import { anotherCommit } from '../../state/machineCommit';
import { newestEventId } from '../../state/machineEvents';
import { assessMachine, type MachineAssessment } from '../../state/machineHealth';
import { isAutostopped } from '../../state/machineRest';
import { isWell, type MachineChange } from './machineChange';
import { fail, type Rollout } from './rollout';

/** Looks at every machine that was begun, and takes each a step on. */
export async function lookAtChanges(rollout: Rollout): Promise<void> {
	const { fly, app } = rollout;
	const begun = rollout.changes.filter(({ instanceId, step }) => instanceId !== null && step !== 'failed');
	if (begun.length === 0) return;
	const listed = await attempt(listMachines(fly, app));
	rollout.unreadable = listed.ok ? '' : messageOf(listed.error);
	if (!listed.ok) {
		if (!isTransient(listed.error)) rollout.failure = { state: 'unknown', reason: rollout.unreadable };
		return;
	}
	const byId = new Map(listed.value.map((machine) => [machine.id, machine]));
	for (const change of begun) {
		const { id } = change.machine;
		stepOn(rollout, change, byId.get(id) ?? (await readGone(rollout, id)));
	}
}

/** A machine that is gone is not listed any more, but can still be asked why. */
async function readGone({ fly, app }: Rollout, id: string): Promise<FlyMachine | undefined> {
	const read = await attempt(readMachine(fly, app, id));
	return read.ok ? read.value : undefined;
}

function stepOn(rollout: Rollout, change: MachineChange, machine: FlyMachine | undefined): void {
	const { machineTimeoutMs, smokeWatchMs, expectedCommit = null } = rollout.options;
	const nowMs = clock.now();
	// Fly reports an image's labels only of machines that have it: the first one shows it, before the next gets it.
	const other = machine === undefined ? null : anotherCommit([machine], expectedCommit);
	if (other !== null) return fail(rollout, change, other);
	const assessment = assessChange(rollout, change, machine);
	noteSeen(change, assessment, nowMs);
	const { phase, reason, state, critical, started } = assessment;
	if (phase === 'failed') return fail(rollout, change, reason, state);
	const hadPassed = isWell(change);
	if (hadPassed && critical) return fail(rollout, change, `its checks passed and then failed: ${reason}`);
	if (phase === 'succeeded') {
		const ranMs = nowMs - (change.startedAtMs ?? nowMs);
		change.step = !started || ranMs >= smokeWatchMs ? 'verified' : 'healthy';
		return;
	}
	// A new machine is `created` until its image is there: to start it by then would go past a pull that fails.
	const isAway = machine !== undefined && machine.state !== 'created' && isAutostopped(machine);
	change.mustWake = isAway && !hadPassed;
	change.step = isAway && hadPassed ? 'verified' : 'inProgress';
	if (change.step === 'verified') return;
	if (nowMs - (change.begunAtMs ?? nowMs) >= machineTimeoutMs) {
		fail(rollout, change, `it was not healthy after ${Math.round(machineTimeoutMs / 1000)} s, last seen: ${reason}`);
	}
}

function assessChange(rollout: Rollout, change: MachineChange, machine: FlyMachine | undefined): MachineAssessment {
	return assessMachine(machine, {
		instanceId: change.instanceId ?? '',
		instanceIdBefore: change.machine.instance_id ?? null,
		lastEventId: newestEventId(change.machine),
		digest: change.digest ?? rollout.digest,
		launches: change.launches,
		restartsAllowed: change.step === 'verified' ? change.restarts : (rollout.options.restartsAllowed ?? 0),
	});
}

function noteSeen(change: MachineChange, { reason, restarts, started }: MachineAssessment, nowMs: number): void {
	change.seen = reason;
	if (restarts > change.restarts) {
		// What was seen of it before its program ended shows nothing.
		change.restarts = restarts;
		change.startedAtMs = null;
		if (change.step === 'healthy') change.step = 'inProgress';
	}
	if (started) change.startedAtMs ??= nowMs;
}
