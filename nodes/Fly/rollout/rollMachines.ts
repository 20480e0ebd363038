import type { DeploymentState } from '../../deployment/deploymentState';
import { pinnedImage } from '../../deployment/imageReference';
import { instancesToBegin, type RollingPolicy } from '../../deployment/rollingPlan';
import { clock } from '../../shared/clock';
import { PlatformRequestError } from '../../shared/errors';
import { mapConcurrently } from '../../shared/mapConcurrently';
import { settled } from '../../shared/settled';
import { Leases } from '../leases';
import { listMachines, readMachine, updateMachine } from '../machines';
import { findingOn, isAutostopped } from '../status';
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
	/** The digest that the image must have; null to take the first one that Fly answers. */
	readonly digest: string | null;
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
 * smoke watch. Ends at the first machine that turns out bad; what was changed by then stays so.
 *
 * One loop drives all machines, so that a fleet costs one list call a second however large it is.
 */
export async function rollMachines(
	fly: Fly,
	app: string,
	changes: readonly MachineChange[],
	options: RolloutOptions,
): Promise<RolloutEnd> {
	const rollout = new Rollout(fly, app, changes, options);
	const end = await settled(rollout.run());
	const warnings = await rollout.leases.releaseAll();
	if (!end.ok) throw end.error;
	const failure = end.value;
	const { digest } = rollout;
	return failure ? { ok: false, ...failure, digest, warnings } : { ok: true, digest, warnings };
}

class Rollout {
	readonly leases: Leases;
	digest: string | null;
	private failure: Failure | null = null;
	private unreadable = '';

	constructor(
		private readonly fly: Fly,
		private readonly app: string,
		private readonly changes: readonly MachineChange[],
		private readonly options: RolloutOptions,
	) {
		this.leases = new Leases(fly, app);
		this.digest = options.digest;
	}

	async run(): Promise<Failure | null> {
		for (;;) {
			const lookedAtMs = clock.now();
			await this.look();
			if (this.failure) return this.failure;
			await this.tendLeases();
			if (this.failure) return this.failure;
			if (this.changes.every(({ step }) => step === 'proven')) return null;
			if (clock.now() >= this.options.deadlineAtMs) return this.outOfTime();
			if (this.options.cancelSignal?.aborted) {
				return { state: 'cancelled', reason: `the execution was stopped; ${this.lastSeen()}` };
			}
			await this.begin();
			if (this.failure) return this.failure;
			if (this.options.waits === false && this.changes.every(({ instanceId }) => instanceId !== null)) return null;
			await clock.sleep(Math.max(0, lookEveryMs - (clock.now() - lookedAtMs)));
		}
	}

	private async look(): Promise<void> {
		const begun = this.changes.filter(({ instanceId }) => instanceId !== null);
		if (begun.length === 0) return;
		const listed = await settled(listMachines(this.fly, this.app));
		if (!listed.ok) {
			this.unreadable = reasonOf(listed.error);
			if (listed.error instanceof PlatformRequestError && isRefused(listed.error.status)) {
				this.failure = { state: 'unknown', reason: this.unreadable };
			}
			return;
		}
		this.unreadable = '';
		const byId = new Map(listed.value.map((machine) => [machine.id, machine]));
		for (const change of begun) {
			// A machine that is gone is not listed any more, but can still be asked why.
			const machine = byId.get(change.machine.id) ?? (await this.readGone(change.machine.id));
			this.assess(change, machine);
		}
	}

	private async readGone(id: string): Promise<FlyMachine | undefined> {
		const read = await settled(readMachine(this.fly, this.app, id));
		return read.ok ? read.value : undefined;
	}

	private assess(change: MachineChange, machine: FlyMachine | undefined): void {
		const finding = findingOn(machine, {
			instanceId: change.instanceId ?? '',
			instanceIdBefore: change.machine.instance_id ?? null,
			lastEventId: change.machine.events?.[0]?.id ?? null,
			digest: change.digest ?? this.digest,
			launches: change.launches,
		});
		change.seen = finding.seen;
		const nowMs = clock.now();
		if (finding.started) change.startedAtMs ??= nowMs;
		if (finding.phase === 'bad') return this.fail(change, finding.seen, finding.state);
		const hadPassed = change.step === 'healthy' || change.step === 'proven';
		if (hadPassed && finding.critical) {
			return this.fail(change, `its checks passed and then failed: ${finding.seen}`);
		}
		if (finding.phase === 'good') {
			const ranMs = nowMs - (change.startedAtMs ?? nowMs);
			const isProven = !finding.started || ranMs >= this.options.smokeWatchMs;
			change.step = isProven ? 'proven' : 'healthy';
			return;
		}
		if (hadPassed && machine && isAutostopped(machine)) {
			change.step = 'proven';
			return;
		}
		change.step = 'inProgress';
		if (nowMs - (change.begunAtMs ?? nowMs) >= this.options.machineTimeoutMs) {
			this.fail(
				change,
				`it was not healthy after ${Math.round(this.options.machineTimeoutMs / 1000)} s, last seen: ${finding.seen}`,
			);
		}
	}

	/** Gives back the leases of machines that are well, and keeps the others'. */
	private async tendLeases(): Promise<void> {
		const well = this.changes.filter(
			({ step, machine }) =>
				(step === 'healthy' || step === 'proven') && this.leases.nonceOf(machine.id) !== null,
		);
		// A lease that is not given back runs out by itself: no reason to stop.
		await mapConcurrently(well, callsAtOnce, async ({ machine }) => {
			await settled(this.leases.release(machine.id));
		});
		for (const [machineId, reason] of await this.leases.refresh()) {
			const change = this.changes.find(({ machine }) => machine.id === machineId);
			if (change) this.fail(change, `its lease was lost: ${reason}`, 'superseded');
		}
	}

	private async begin(): Promise<void> {
		const chosen = instancesToBegin(this.changes, this.options.policy).flatMap((index) => {
			const change = this.changes[index];
			return change ? [change] : [];
		});
		// Those that still wait for a lease.
		const leasing = this.changes.filter(
			({ step, instanceId, begunAtMs }) =>
				step === 'inProgress' && instanceId === null && begunAtMs !== null,
		);
		await mapConcurrently([...leasing, ...chosen], callsAtOnce, async (change) => {
			if (this.failure) return;
			const begun = await settled(this.beginOne(change));
			if (!begun.ok) this.fail(change, reasonOf(begun.error));
		});
	}

	private async beginOne(change: MachineChange): Promise<void> {
		const { machine } = change;
		change.step = 'inProgress';
		change.begunAtMs ??= clock.now();
		const lease = await this.leases.acquire(machine.id);
		if (!lease.ok) {
			change.seen = lease.reason;
			if (clock.now() - change.begunAtMs >= leasePatienceMs) this.fail(change, lease.reason);
			return;
		}
		const read = machine.instance_id ?? '';
		if ((lease.version ?? (await readMachine(this.fly, this.app, machine.id)).instance_id) !== read) {
			return this.fail(
				change,
				`somebody else changed it since it was read: it has version ${lease.version ?? '(not told)'}, not ${read}`,
				'superseded',
			);
		}
		const image = typeof change.config.image === 'string' ? change.config.image : '';
		const updated = await updateMachine(this.fly, this.app, machine.id, {
			config: { ...change.config, image: pinnedImage(image, change.digest ?? this.digest) },
			currentVersion: read,
			nonce: lease.nonce,
			skipLaunch: !change.launches,
			minSecretsVersion: this.options.minSecretsVersion,
		});
		change.instanceId = updated.instance_id ?? '';
		const digest = updated.image_ref?.digest ?? null;
		// From the first answer on, every machine gets this very digest, wherever the tag moves.
		if (change.digest === null) this.digest ??= digest;
		const expected = change.digest ?? this.digest;
		if (digest === null || digest !== expected) {
			this.fail(
				change,
				`Fly.io made it image digest ${digest ?? '(not told)'}, not ${expected ?? 'a known one'}`,
				'superseded',
			);
		}
	}

	private fail({ machine, group }: MachineChange, reason: string, state: DeploymentState = 'failed'): void {
		this.failure ??= {
			state,
			reason: `Machine ${machine.id} (${group}, ${machine.region ?? 'region not told'}): ${reason}`,
		};
	}

	private outOfTime(): Failure {
		return { state: 'rolling', reason: `the time was up; ${this.lastSeen()}` };
	}

	private lastSeen(): string {
		const open = this.changes.filter(({ step }) => step !== 'proven');
		const [first] = open.filter(({ step }) => step !== 'waiting');
		const detail = first ? `, machine ${first.machine.id} last seen: ${first.seen}` : '';
		const unread = this.unreadable === '' ? '' : `; ${this.unreadable}`;
		return `${this.changes.length - open.length} of ${this.changes.length} machines are done${detail}${unread}`;
	}
}

const isRefused = (status: number | null): boolean =>
	status === 401 || status === 403 || status === 404;

export function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
