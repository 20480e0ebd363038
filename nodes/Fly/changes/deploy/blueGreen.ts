import { messageOf } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import { clock } from '../../../shared/waiting/clock';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import type { FlyClient } from '../../api/client';
import { actOnMachine, listMachines } from '../../api/machines';
import { assessMachine } from '../../state/machineHealth';
import { isAutostopped } from '../../state/machineRest';
import type { DeployableMachine } from '../../state/managedMachines';
import { leasesOf, type Leases } from '../machines/leases';
import type { RolloutFailure, RolloutResult } from '../rolling/machineChange';
import { rollMachines } from '../rolling/rollMachines';
import { callsAtOnce, type RolloutOptions } from '../rolling/rollout';
import { newMachines, type NewMachines, type WantedMachine } from './newMachines';
import { retireMachines } from './retireMachines';

export interface BlueGreenOptions extends RolloutOptions {
	readonly drainMs: number;
	readonly revertOnFailure: boolean;
}

interface BlueGreenRun {
	readonly fly: FlyClient;
	readonly app: string;
	/** The machines that serve, to be replaced. */
	readonly blues: readonly DeployableMachine[];
	readonly greens: NewMachines;
	readonly leases: Leases;
	readonly options: BlueGreenOptions;
	/** Ids of the blues that were taken out of Fly's proxy. */
	readonly cordoned: string[];
}

/**
 * A second fleet beside the first: made out of Fly's proxy, let in only when every machine of it is
 * healthy and has outlived the smoke watch; then the first one is taken out, stopped and destroyed.
 * Up to the moment in which the first old machine is stopped, all of it can be and is reverted.
 */
export async function blueGreen(
	fly: FlyClient,
	app: string,
	blues: readonly DeployableMachine[],
	wanted: readonly WantedMachine[],
	options: BlueGreenOptions,
): Promise<RolloutResult> {
	const greens = newMachines(fly, app, options.digest);
	const leases = leasesOf(fly, app);
	const run: BlueGreenRun = { fly, app, blues, greens, leases, options, cordoned: [] };
	const switched = await attempt(bootAndSwitch(run, wanted));
	const failure: RolloutFailure | null = switched.ok ? switched.value : failed(messageOf(switched.error));
	const digest = greens.digest();
	if (failure !== null) {
		const unreverted = options.revertOnFailure ? await revert(run) : [];
		const warnings = [...unreverted, ...(await leases.releaseAll())];
		return { ok: false, ...failure, digest, warnings, isIncomplete: unreverted.length > 0 };
	}
	// From here on there is no way back, and none is needed: the new machines serve.
	const retired = await attempt(retireMachines(fly, app, blues, leases));
	const left = retired.ok ? retired.value : [`The old machines were not all destroyed: ${messageOf(retired.error)}`];
	return { ok: true, digest, warnings: [...left, ...(await leases.releaseAll())] };
}

/** Why the new machines do not serve; null when they do. */
async function bootAndSwitch(run: BlueGreenRun, wanted: readonly WantedMachine[]): Promise<RolloutFailure | null> {
	const booted = await bootGreens(run, wanted);
	if (booted !== null) return booted;
	for (const step of [letGreensIn, checkGreens, leaseBlues, takeBluesOut, checkGreens]) {
		const reason = await step(run);
		if (reason !== null) return failed(reason);
	}
	return null;
}

const failed = (reason: string): RolloutFailure => ({ state: 'failed', reason });

async function bootGreens(
	{ fly, app, greens, options }: BlueGreenRun,
	wanted: readonly WantedMachine[],
): Promise<RolloutFailure | null> {
	const refused = await greens.create(wanted, options.minSecretsVersion);
	if (refused !== null) return failed(refused);
	const healthy = await rollMachines(fly, app, greens.changes, { ...options, digest: greens.digest() });
	return healthy.ok ? null : { state: healthy.state, reason: healthy.reason };
}

async function letGreensIn({ fly, app, greens, options }: BlueGreenRun): Promise<null> {
	await mapConcurrently(
		greens.changes,
		callsAtOnce,
		async ({ machine }) => await actOnMachine(fly, app, machine.id, 'uncordon'),
	);
	// The proxy and DNS learn of the new machines in that time.
	await clock.sleep(options.drainMs);
	return null;
}

async function checkGreens({ fly, app, greens }: BlueGreenRun): Promise<string | null> {
	const fleet = new Map((await listMachines(fly, app)).map((machine) => [machine.id, machine]));
	for (const { machine, instanceId, group, restarts } of greens.changes) {
		const now = fleet.get(machine.id);
		const { phase, reason } = assessMachine(now, {
			instanceId: instanceId ?? '',
			instanceIdBefore: null,
			lastEventId: null,
			digest: greens.digest(),
			launches: true,
			restartsAllowed: restarts,
		});
		// Proven by now, it may be put to rest while nobody calls.
		const rests = phase === 'pending' && now !== undefined && isAutostopped(now);
		if (phase !== 'succeeded' && !rests) return `New machine ${machine.id} (${group}): ${reason}`;
	}
	return null;
}

async function leaseBlues({ blues, leases }: BlueGreenRun): Promise<string | null> {
	for (const { machine } of blues) {
		const lease = await leases.acquire(machine.id);
		if (!lease.ok) return `The old machine ${machine.id} could not be leased: ${lease.reason}`;
		if (lease.version !== null && lease.version !== machine.instance_id) {
			return `Somebody else changed the old machine ${machine.id} in the meantime`;
		}
		await leases.refresh();
	}
	return null;
}

async function takeBluesOut({ fly, app, blues, leases, options, cordoned }: BlueGreenRun): Promise<string | null> {
	await mapConcurrently(blues, callsAtOnce, async ({ machine }) => {
		cordoned.push(machine.id);
		await actOnMachine(fly, app, machine.id, 'cordon', leases.nonceOf(machine.id));
	});
	// Requests that the old machines have begun may end.
	for (const [id, reason] of await leases.holdFor(options.drainMs)) {
		return `The lease of the old machine ${id} was lost: ${reason}`;
	}
	return null;
}

/** Lets the old machines serve again and destroys the new ones. Returns what could not be done. */
async function revert({ fly, app, greens, leases, cordoned }: BlueGreenRun): Promise<string[]> {
	const unreverted: string[] = [];
	for (const id of cordoned) {
		const back = await attempt(actOnMachine(fly, app, id, 'uncordon', leases.nonceOf(id)));
		if (!back.ok) unreverted.push(`The old machine ${id} is still cordoned: ${messageOf(back.error)}`);
	}
	return [...unreverted, ...(await greens.destroyAll())];
}
