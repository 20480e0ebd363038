import type { DeploymentState } from '../../deployment/state/deploymentState';
import { instancesToBegin, type RollingPolicy } from '../../deployment/state/rollingPlan';
import { clock } from '../../shared/waiting/clock';
import { isTransient, messageOf } from '../../shared/operation/errors';
import { mapConcurrently } from '../../shared/waiting/mapConcurrently';
import { attempt } from '../../shared/waiting/attempt';
import { deployedDigest, withDigest } from '../containers';
import { leasesOf, type LeaseAnswer } from '../leases';
import { actOnMachine, listMachines, readMachine, updateMachine } from '../machines';
import { findingOn, isAutostopped } from '../machineFinding';
import type { Fly } from '../transport';
import type { FlyMachine } from '../types';
import type { MachineChange, RolloutEnd } from './changes';

export interface RolloutOptions {
	readonly policy: RollingPolicy;
	/** How long a machine must have run, healthy, before it counts. */
	readonly smokeWatchMs: number;
	/** For one machine, from its lease until it is healthy. */
	readonly machineTimeoutMs: number;
	/** For all of them, in milliseconds since the epoch. */
	readonly deadlineAtMs: number;
	readonly minSecretsVersion: number | null;
	/** How often a machine's program may end by itself and be started again until it is proven; none by default. */
	readonly restartsAllowed?: number;
	/** The digest that the image must have; null to take the first one that Fly answers. */
	readonly digest: string | null;
	/** Whether each machine has an image of its own, so that no answer tells another one's digest. */
	readonly ownImages?: boolean;
	/** Whether to go on with the others when one turns out bad. */
	readonly goesOn?: boolean;
	/** Off: done as soon as Fly has taken every change, with nothing shown. */
	readonly waits?: boolean;
	readonly cancelSignal?: AbortSignal | undefined;
}

/** One look at the whole fleet a second: the limit on listing an app's machines, and enough for any number of them. */
const lookEveryMs = 1_000;
/** A lease that its holder does not prolong has run out by then. */
const leasePatienceMs = 15_000;
const callsAtOnce = 16;

interface Failure {
	readonly state: DeploymentState;
	readonly reason: string;
}

/**
 * Brings every change about: leases each machine for as long as it is worked on, replaces its whole
 * configuration, and waits until it runs the asked version, passes its checks and has outlived the
 * smoke watch. Ends at the first machine that turns out bad, unless told to go on; what was changed
 * by then stays so.
 *
 * One loop drives all machines, so that a fleet costs one list call a second however large it is.
 */
export async function rollMachines(
	fly: Fly,
	app: string,
	changes: readonly MachineChange[],
	options: RolloutOptions,
): Promise<RolloutEnd> {
	const leases = leasesOf(fly, app);
	const { machineTimeoutMs } = options;
	let digest = options.digest;
	let failure: Failure | null = null;
	let unreadable = '';
	const failed: Failure[] = [];

	const fail = (change: MachineChange, why: string, state: DeploymentState = 'failed'): void => {
		const { machine, group } = change;
		if (change.step === 'failed') return;
		const reason = `Machine ${machine.id} (${group}, ${machine.region ?? 'region not told'}): ${why}`;
		change.step = 'failed';
		failed.push({ state, reason });
		if (options.goesOn !== true) failure ??= { state, reason };
	};

	const run = async (): Promise<Failure | null> => {
		for (;;) {
			const lookedAtMs = clock.now();
			await look();
			if (failure) return failure;
			await tendLeases();
			if (failure) return failure;
			if (changes.every(({ step }) => step === 'proven' || step === 'failed')) return allFailures();
			if (clock.now() >= options.deadlineAtMs) {
				return { state: unreadable === '' ? 'rolling' : 'unknown', reason: `the time was up; ${lastSeen()}` };
			}
			if (options.cancelSignal?.aborted) {
				return { state: 'cancelled', reason: `the execution was stopped; ${lastSeen()}` };
			}
			await begin();
			if (failure) return failure;
			if (options.waits === false && changes.every(({ instanceId }) => instanceId !== null)) return null;
			await clock.sleep(Math.max(0, lookEveryMs - (clock.now() - lookedAtMs)));
		}
	};

	const look = async (): Promise<void> => {
		const begun = changes.filter(({ instanceId, step }) => instanceId !== null && step !== 'failed');
		if (begun.length === 0) return;
		const listed = await attempt(listMachines(fly, app));
		unreadable = listed.ok ? '' : messageOf(listed.error);
		if (!listed.ok) {
			if (!isTransient(listed.error)) failure = { state: 'unknown', reason: unreadable };
			return;
		}
		const byId = new Map(listed.value.map((machine) => [machine.id, machine]));
		for (const change of begun) {
			const { id } = change.machine;
			// A machine that is gone is not listed any more, but can still be asked why.
			assess(change, byId.get(id) ?? (await readGone(id)));
		}
	};

	const readGone = async (id: string): Promise<FlyMachine | undefined> => {
		const read = await attempt(readMachine(fly, app, id));
		return read.ok ? read.value : undefined;
	};

	const assess = (change: MachineChange, machine: FlyMachine | undefined): void => {
		const finding = findingOn(machine, {
			instanceId: change.instanceId ?? '',
			instanceIdBefore: change.machine.instance_id ?? null,
			lastEventId: change.machine.events?.[0]?.id ?? null,
			digest: change.digest ?? digest,
			launches: change.launches,
			restartsAllowed: change.step === 'proven' ? change.restarts : (options.restartsAllowed ?? 0),
		});
		change.seen = finding.seen;
		const nowMs = clock.now();
		if (finding.restarts > change.restarts) {
			// What was seen of it before its program ended shows nothing.
			change.restarts = finding.restarts;
			change.startedAtMs = null;
			if (change.step === 'healthy') change.step = 'inProgress';
		}
		if (finding.started) change.startedAtMs ??= nowMs;
		if (finding.phase === 'failed') return fail(change, finding.seen, finding.state);
		const hadPassed = change.step === 'healthy' || change.step === 'proven';
		if (hadPassed && finding.critical) {
			return fail(change, `its checks passed and then failed: ${finding.seen}`);
		}
		if (finding.phase === 'succeeded') {
			const ranMs = nowMs - (change.startedAtMs ?? nowMs);
			const isProven = !finding.started || ranMs >= options.smokeWatchMs;
			change.step = isProven ? 'proven' : 'healthy';
			return;
		}
		const isAway = machine !== undefined && isAutostopped(machine);
		change.mustWake = isAway && !hadPassed;
		change.step = isAway && hadPassed ? 'proven' : 'inProgress';
		if (change.step === 'proven') return;
		if (nowMs - (change.begunAtMs ?? nowMs) >= machineTimeoutMs) {
			fail(
				change,
				`it was not healthy after ${Math.round(machineTimeoutMs / 1000)} s, last seen: ${finding.seen}`,
			);
		}
	};

	/** Gives back the leases of machines that are well or given up, and keeps the others'. */
	const tendLeases = async (): Promise<void> => {
		const well = changes.filter(
			({ step, machine }) =>
				(step === 'healthy' || step === 'proven' || step === 'failed') && leases.nonceOf(machine.id) !== null,
		);
		// A lease that is not given back runs out by itself: no reason to stop.
		await mapConcurrently(well, callsAtOnce, async ({ machine }) => {
			await attempt(leases.release(machine.id));
		});
		for (const [machineId, reason] of await leases.refresh()) {
			const change = changes.find(({ machine }) => machine.id === machineId);
			if (change) fail(change, `its lease was lost: ${reason}`, 'superseded');
		}
	};

	const begin = async (): Promise<void> => {
		const chosen = instancesToBegin(changes, options.policy).flatMap((index) => changes[index] ?? []);
		// Those that still wait for a lease, or that Fly put to rest before they were seen to be well.
		const open = changes.filter(
			({ step, instanceId, begunAtMs, mustWake }) =>
				step === 'inProgress' && begunAtMs !== null && (instanceId === null || mustWake),
		);
		await mapConcurrently([...open, ...chosen], callsAtOnce, async (change) => {
			if (failure) return;
			const begun = await attempt(change.mustWake ? wake(change) : beginOne(change));
			if (!begun.ok) fail(change, messageOf(begun.error));
		});
	};

	/** A machine at rest shows nothing: it is started to show itself, whatever Fly's proxy thinks of it. */
	const wake = async (change: MachineChange): Promise<void> => {
		const { id } = change.machine;
		change.mustWake = false;
		// If that is refused, it is on its way already, or the next look tells.
		await attempt(actOnMachine(fly, app, id, 'start', leases.nonceOf(id)));
	};

	/** An answer that did not come may have been a lease: it runs out by itself, and is asked for again. */
	const askForLease = async (id: string): Promise<LeaseAnswer> => {
		const asked = await attempt(leases.acquire(id));
		if (asked.ok) return asked.value;
		if (!isTransient(asked.error)) throw asked.error;
		return { ok: false, reason: messageOf(asked.error) };
	};

	const beginOne = async (change: MachineChange): Promise<void> => {
		const { machine } = change;
		change.step = 'inProgress';
		change.begunAtMs ??= clock.now();
		const lease = await askForLease(machine.id);
		if (!lease.ok) {
			change.seen = lease.reason;
			if (clock.now() - change.begunAtMs >= leasePatienceMs) fail(change, lease.reason);
			return;
		}
		const read = machine.instance_id ?? '';
		if ((lease.version ?? (await readMachine(fly, app, machine.id)).instance_id) !== read) {
			return fail(
				change,
				`somebody else changed it since it was read: it has version ${lease.version ?? '(not told)'}, not ${read}`,
				'superseded',
			);
		}
		const updated = await updateMachine(fly, app, machine.id, {
			config: withDigest(change.config, change.digest ?? digest),
			currentVersion: read,
			nonce: lease.nonce,
			skipLaunch: !change.launches,
			minSecretsVersion: options.minSecretsVersion,
		});
		change.instanceId = updated.instance_id ?? '';
		const made = deployedDigest(updated);
		// From the first answer on, every machine gets this very digest, wherever the tag moves.
		if (change.digest === null && options.ownImages !== true) digest ??= made;
		const expected = change.digest ?? digest;
		if (expected === null && options.ownImages === true) return;
		if (made === null || made !== expected) {
			fail(
				change,
				`Fly.io made it image digest ${made ?? '(not told)'}, not ${expected ?? 'a known one'}`,
				'superseded',
			);
		}
	};

	const allFailures = (): Failure | null => {
		const [first] = failed;
		return first ? { state: first.state, reason: failed.map(({ reason }) => reason).join('; ') } : null;
	};

	const lastSeen = (): string => {
		const open = changes.filter(({ step }) => step !== 'proven');
		const [first] = open.filter(({ step }) => step === 'inProgress' || step === 'healthy');
		const detail = first ? `, machine ${first.machine.id} last seen: ${first.seen}` : '';
		const unread = unreadable === '' ? '' : `; ${unreadable}`;
		const refused = allFailures();
		return `${changes.length - open.length} of ${changes.length} machines are done${detail}${unread}${refused ? `; ${refused.reason}` : ''}`;
	};

	const end = await attempt(run());
	const warnings = await leases.releaseAll();
	if (!end.ok) throw end.error;
	return end.value ? { ok: false, ...end.value, digest, warnings } : { ok: true, digest, warnings };
}
