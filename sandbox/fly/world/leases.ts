import type { Lease, Machine } from '../model';
import { badRequest, flyError, notFound } from '../errors';
import type { FlyWorld } from './world';

const OWNER = '9af60c27-ee17-55df-bb0a-4f369e59839a@tokens.fly.io';
const defaultTtlSeconds = 60;
/** Fly's own clients ask for 13 s; a day is more than anyone should. */
const longestTtlSeconds = 24 * 60 * 60;

const isoSeconds = (atMs: number): string => new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');

/** The machine's lease, unless it has run out. */
export function liveLease(world: FlyWorld, machine: Machine): Lease | undefined {
	const { lease } = machine;
	return lease && lease.expiresAtMs > world.now() ? lease : undefined;
}

/** Raises 409 when the machine is leased and `nonce` is not the lease's. */
export function requireLease(world: FlyWorld, machine: Machine, nonce: string | undefined): void {
	const lease = liveLease(world, machine);
	if (!lease || lease.nonce === nonce) return;
	throw flyError(
		409,
		`machine ID ${machine.id} lease currently held by ${lease.owner}, expires at ${isoSeconds(lease.expiresAtMs)}`,
	);
}

/** A new lease; with the nonce of the live one, that one prolonged. Raises 409 when it is another's. */
export function acquireLease(
	world: FlyWorld,
	machine: Machine,
	options: {
		readonly ttlSeconds?: number | undefined;
		readonly nonce?: string | undefined;
		readonly description?: string | undefined;
		readonly owner?: string;
	},
): Lease {
	const ttlSeconds = options.ttlSeconds ?? defaultTtlSeconds;
	if (ttlSeconds < 1 || ttlSeconds > longestTtlSeconds) throw badRequest('invalid lease ttl');
	requireLease(world, machine, options.nonce);
	const expiresAtMs = world.now() + ttlSeconds * 1000;
	const live = liveLease(world, machine);
	if (live) {
		live.expiresAtMs = expiresAtMs;
		return live;
	}
	// A nonce of a lease that ran out cannot be prolonged: somebody else may have changed the machine since.
	if (options.nonce) throw notFound('lease not found');
	const lease: Lease = {
		nonce: world.services.ids.hex(12),
		owner: options.owner ?? OWNER,
		description: options.description,
		expiresAtMs,
	};
	machine.lease = lease;
	return lease;
}

/** Raises 404 without a lease, 409 for another's. */
export function releaseLease(world: FlyWorld, machine: Machine, nonce: string | undefined): void {
	if (!liveLease(world, machine)) throw notFound('lease not found');
	requireLease(world, machine, nonce);
	machine.lease = undefined;
}
