import { instancesToBegin } from '../../../deployment/state/rollingPlan';
import { isTransient, messageOf } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import { clock } from '../../../shared/waiting/clock';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import type { LeaseAnswer } from '../../api/leases';
import { actOnMachine, readMachine } from '../../api/machines';
import type { FlyMachine } from '../../api/types';
import { deployedDigest, withDigest } from '../../state/deployedImage';
import { updateMachineOnce } from '../machines/updateMachineOnce';
import type { MachineChange } from './machineChange';
import { callsAtOnce, fail, type Rollout } from './rollout';

/** A lease that its holder does not prolong has run out by then. */
const leasePatienceMs = 15_000;

/** Begins as many machines as the policy allows, and goes on with those that still need something. */
export async function beginChanges(rollout: Rollout): Promise<void> {
	const { changes, options } = rollout;
	const chosen = instancesToBegin(changes, options.policy).flatMap((index) => changes[index] ?? []);
	// Those that still wait for a lease, or that Fly put to rest before they were seen to be well.
	const open = changes.filter(
		({ step, instanceId, begunAtMs, mustWake }) =>
			step === 'inProgress' && begunAtMs !== null && (instanceId === null || mustWake),
	);
	await mapConcurrently([...open, ...chosen], callsAtOnce, async (change) => {
		if (rollout.failure) return;
		const begun = await attempt(change.mustWake ? wake(rollout, change) : begin(rollout, change));
		if (!begun.ok) fail(rollout, change, messageOf(begun.error));
	});
}

/** A machine at rest shows nothing: it is started to show itself, whatever Fly's proxy thinks of it. */
async function wake({ fly, app, leases }: Rollout, change: MachineChange): Promise<void> {
	const { id } = change.machine;
	change.mustWake = false;
	// If that is refused, it is on its way already, or the next look shows it.
	await attempt(actOnMachine(fly, app, id, 'start', leases.nonceOf(id)));
}

async function begin(rollout: Rollout, change: MachineChange): Promise<void> {
	const { fly, app, options } = rollout;
	const { machine } = change;
	change.step = 'inProgress';
	change.begunAtMs ??= clock.now();
	const lease = await askForLease(rollout, machine.id);
	if (!lease.ok) {
		change.seen = lease.reason;
		if (clock.now() - change.begunAtMs >= leasePatienceMs) fail(rollout, change, lease.reason);
		return;
	}
	const read = machine.instance_id ?? '';
	if ((lease.version ?? (await readMachine(fly, app, machine.id)).instance_id) !== read) {
		return fail(
			rollout,
			change,
			`somebody else changed it since it was read: it has version ${lease.version ?? '(not reported)'}, not ${read}`,
			'superseded',
		);
	}
	const updated = await updateMachineOnce(fly, app, machine.id, {
		config: withDigest(change.config, change.digest ?? rollout.digest),
		currentVersion: read,
		nonce: lease.nonce,
		skipLaunch: !change.launches,
		minSecretsVersion: options.minSecretsVersion,
	});
	change.instanceId = updated.instance_id ?? '';
	compareDigest(rollout, change, updated);
}

/** An answer that did not come may have been a lease: it runs out by itself, and is asked for again. */
async function askForLease({ leases }: Rollout, id: string): Promise<LeaseAnswer> {
	const asked = await attempt(leases.acquire(id));
	if (asked.ok) return asked.value;
	if (!isTransient(asked.error)) throw asked.error;
	return { ok: false, reason: messageOf(asked.error) };
}

function compareDigest(rollout: Rollout, change: MachineChange, updated: FlyMachine): void {
	const ownImages = rollout.options.ownImages === true;
	const made = deployedDigest(updated);
	if (change.digest === null && !ownImages) rollout.digest ??= made;
	const expected = change.digest ?? rollout.digest;
	if (expected === null && ownImages) return;
	if (made !== null && made === expected) return;
	fail(
		rollout,
		change,
		`Fly.io gave it image digest ${made ?? '(not reported)'}, not ${expected ?? 'a known one'}`,
		'superseded',
	);
}
