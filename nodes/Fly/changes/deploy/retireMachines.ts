import { messageOf } from '../../../shared/operation/errors';
import { attempt } from '../../../shared/waiting/attempt';
import { clock } from '../../../shared/waiting/clock';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import type { FlyClient } from '../../api/client';
import { actOnMachine, destroyMachine, listMachines } from '../../api/machines';
import type { ManagedMachine } from '../../state/managedMachines';
import type { Leases } from '../machines/leases';
import { callsAtOnce } from '../rolling/rollout';

const stopTimeoutMs = 120_000;

/** Stops and destroys what has been replaced. Returns what could not be. */
export async function retireMachines(
	fly: FlyClient,
	app: string,
	machines: readonly ManagedMachine[],
	leases: Leases,
): Promise<string[]> {
	const ids = machines.map(({ machine }) => machine.id);
	const warnings: string[] = [];
	const tryEach = async (work: (id: string) => Promise<void>, sayWhy: (id: string) => string): Promise<void> => {
		await mapConcurrently(ids, callsAtOnce, async (id) => {
			const done = await attempt(work(id));
			if (!done.ok) warnings.push(`${sayWhy(id)}: ${messageOf(done.error)}`);
		});
	};
	await tryEach(
		async (id) => await actOnMachine(fly, app, id, 'stop', leases.nonceOf(id)),
		(id) => `The old machine ${id} did not stop`,
	);
	await waitUntilStopped(fly, app, new Set(ids), leases);
	await tryEach(
		async (id) => await destroyMachine(fly, app, id, leases.nonceOf(id)),
		(id) => `The old machine ${id} was not destroyed`,
	);
	return warnings;
}

async function waitUntilStopped(fly: FlyClient, app: string, ids: ReadonlySet<string>, leases: Leases): Promise<void> {
	const deadlineAtMs = clock.now() + stopTimeoutMs;
	for (;;) {
		const open = (await listMachines(fly, app)).filter(({ id, state }) => ids.has(id) && state === 'stopping');
		if (open.length === 0 || clock.now() >= deadlineAtMs) return;
		await leases.holdFor(1_000);
	}
}
