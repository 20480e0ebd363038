import type { DeploymentState } from '../../deployment/state/deploymentState';
import { clock } from '../../shared/waiting/clock';
import { messageOf, OperationFailure } from '../../shared/operation/errors';
import { mapConcurrently } from '../../shared/waiting/mapConcurrently';
import { attempt } from '../../shared/waiting/attempt';
import { configuredChecks } from '../checks';
import { leasesOf, type Leases } from '../leases';
import { actOnMachine, destroyMachine, listMachines } from '../machines';
import type { ManagedMachine } from '../processGroups';
import { findingOn, isAutostopped } from '../machineFinding';
import type { Fly } from '../transport';
import { refuseSecond } from './canary';
import type { RolloutEnd } from './changes';
import { newMachines, type WantedMachine } from './newMachines';
import { rollMachines, type RolloutOptions } from './rollMachines';

const callsAtOnce = 16;
const stopTimeoutMs = 120_000;

/** @throws OperationFailure when a machine cannot be replaced by a second one beside it. */
export function requireBlueGreen(app: string, machines: readonly ManagedMachine[]): void {
	for (const managed of machines) {
		const { machine, group, config } = managed;
		if (configuredChecks(config) === 0) {
			throw new OperationFailure(
				`Bluegreen needs a health check, and process group "${group}" of app ${app} has none (machine ${machine.id})`,
				'Add a check to that group in fly.toml ([[http_service.checks]], [[services.tcp_checks]] or [checks]) and deploy it, or choose Rolling',
			);
		}
		refuseSecond('Bluegreen', app, managed, 'mounts', 'has a volume, which no second machine can use');
		refuseSecond('Bluegreen', app, managed, 'standbys', 'stands by for another one, which would be gone');
	}
}

/**
 * A second fleet beside the first: made out of Fly's proxy, let in only when every machine of it is
 * healthy and has outlived the smoke watch; then the first one is taken out, stopped and destroyed.
 * Up to the moment in which the first old machine is stopped, all of it can be and is undone.
 */
export async function blueGreen(
	fly: Fly,
	app: string,
	blues: readonly ManagedMachine[],
	wanted: readonly WantedMachine[],
	options: RolloutOptions & { readonly drainMs: number; readonly undo: boolean },
): Promise<RolloutEnd> {
	const greens = newMachines(fly, app, options.digest);
	const leases = leasesOf(fly, app);
	const cordoned: string[] = [];
	const warnings: string[] = [];
	let state: DeploymentState = 'failed';
	const work = async (): Promise<string | null> => {
		const refused = await greens.create(wanted, options.minSecretsVersion);
		if (refused !== null) return refused;
		const healthy = await rollMachines(fly, app, greens.changes, { ...options, digest: greens.digest() });
		if (!healthy.ok) {
			state = healthy.state;
			return healthy.reason;
		}
		await each(greens.changes, async ({ machine }) => {
			await actOnMachine(fly, app, machine.id, 'uncordon');
		});
		// The proxy and DNS learn of the new machines in that time.
		await clock.sleep(options.drainMs);
		const stillWell = await checkGreens();
		if (stillWell !== null) return stillWell;
		const leased = await leaseBlues();
		if (leased !== null) return leased;
		await each(blues, async ({ machine }) => {
			cordoned.push(machine.id);
			await actOnMachine(fly, app, machine.id, 'cordon', leases.nonceOf(machine.id));
		});
		// Requests that the old machines have begun may end.
		for (const [id, reason] of await leases.holdFor(options.drainMs)) {
			return `The lease of the old machine ${id} was lost: ${reason}`;
		}
		return await checkGreens();
	};
	const checkGreens = async (): Promise<string | null> => {
		const fleet = new Map((await listMachines(fly, app)).map((machine) => [machine.id, machine]));
		for (const { machine, instanceId, group, restarts } of greens.changes) {
			const now = fleet.get(machine.id);
			const finding = findingOn(now, {
				instanceId: instanceId ?? '',
				instanceIdBefore: null,
				lastEventId: null,
				digest: greens.digest(),
				launches: true,
				restartsAllowed: restarts,
			});
			// Proven by now, it may be put to rest while nobody calls.
			const rests = finding.phase === 'pending' && now !== undefined && isAutostopped(now);
			if (finding.phase !== 'succeeded' && !rests) return `New machine ${machine.id} (${group}): ${finding.seen}`;
		}
		return null;
	};
	const leaseBlues = async (): Promise<string | null> => {
		for (const { machine } of blues) {
			const lease = await leases.acquire(machine.id);
			if (!lease.ok) return `The old machine ${machine.id} could not be leased: ${lease.reason}`;
			if (lease.version !== null && lease.version !== machine.instance_id) {
				return `Somebody else changed the old machine ${machine.id} in the meantime`;
			}
			await leases.refresh();
		}
		return null;
	};
	const switched = await attempt(work());
	const reason = switched.ok ? switched.value : messageOf(switched.error);
	const digest = greens.digest();
	if (reason !== null) {
		const notUndone: string[] = [];
		if (options.undo) {
			for (const id of cordoned) {
				const back = await attempt(
					actOnMachine(fly, app, id, 'uncordon', leases.nonceOf(id)),
				);
				if (!back.ok) notUndone.push(`The old machine ${id} is still cordoned: ${messageOf(back.error)}`);
			}
			notUndone.push(...(await greens.destroyAll()));
		}
		warnings.push(...notUndone, ...(await leases.releaseAll()));
		return { ok: false, state, reason, digest, warnings, isIncomplete: notUndone.length > 0 };
	}
	// From here on there is no way back, and none is needed: the new machines serve.
	const retired = await attempt(retire(fly, app, blues, leases));
	warnings.push(...(retired.ok ? retired.value : [`The old machines were not all destroyed: ${messageOf(retired.error)}`]));
	warnings.push(...(await leases.releaseAll()));
	return { ok: true, digest, warnings };
}

/** Stops and destroys what has been replaced. Returns what could not be. */
async function retire(
	fly: Fly,
	app: string,
	blues: readonly ManagedMachine[],
	leases: Leases,
): Promise<string[]> {
	const warnings: string[] = [];
	await each(blues, async ({ machine }) => {
		const nonce = leases.nonceOf(machine.id);
		const stopped = await attempt(actOnMachine(fly, app, machine.id, 'stop', nonce));
		if (!stopped.ok) warnings.push(`The old machine ${machine.id} did not stop: ${messageOf(stopped.error)}`);
	});
	const deadlineAtMs = clock.now() + stopTimeoutMs;
	const ids = new Set(blues.map(({ machine }) => machine.id));
	for (;;) {
		const open = (await listMachines(fly, app)).filter(({ id, state }) => ids.has(id) && state === 'stopping');
		if (open.length === 0 || clock.now() >= deadlineAtMs) break;
		await leases.holdFor(1_000);
	}
	await each(blues, async ({ machine }) => {
		const destroyed = await attempt(
			destroyMachine(fly, app, machine.id, leases.nonceOf(machine.id)),
		);
		if (!destroyed.ok) warnings.push(`The old machine ${machine.id} is left over: ${messageOf(destroyed.error)}`);
	});
	return warnings;
}

async function each<Element>(
	elements: readonly Element[],
	work: (element: Element) => Promise<void>,
): Promise<void> {
	await mapConcurrently(elements, callsAtOnce, work);
}
