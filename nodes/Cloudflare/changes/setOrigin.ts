import { OperationFailure } from '../../shared/operation/errors';
import type { CloudflareClient } from '../api/client';
import { patchOrigins, readPool } from '../api/pools';
import type { CloudflareOrigin, CloudflarePool } from '../api/types';

export interface OriginChange {
	readonly accountId: string;
	readonly poolId: string;
	readonly originName: string;
	readonly enabled: boolean;
}

export interface OriginPlan {
	readonly pool: CloudflarePool;
	readonly origin: CloudflareOrigin;
	readonly isNeeded: boolean;
}

const isEnabled = ({ enabled }: CloudflareOrigin): boolean => enabled !== false;

/**
 * What the change would do.
 *
 * @throws OperationFailure where the pool has no such origin, or would have none left.
 */
export async function planOrigin(client: CloudflareClient, change: OriginChange): Promise<OriginPlan> {
	const { accountId, poolId, originName, enabled } = change;
	const pool = await readPool(client, accountId, poolId);
	const { name: poolName = poolId, origins = [] } = pool;
	const origin = origins.find(({ name }) => name === originName);
	if (origin === undefined) {
		throw new OperationFailure(
			`Pool ${poolName} has no origin "${originName}"`,
			`It has ${origins.map(({ name = '' }) => name).join(', ') || 'none'}: choose one from the list`,
			{ state: 'absent' },
		);
	}
	if (!enabled && !origins.some((other) => other !== origin && isEnabled(other))) {
		throw new OperationFailure(
			`${originName} is the last origin of pool ${poolName} that is enabled: without it nobody is served`,
			'Enable another origin first',
			{ state: 'lastOrigin' },
		);
	}
	return { pool, origin, isNeeded: isEnabled(origin) !== enabled };
}

/**
 * Enables or disables one origin and reads the pool back. Cloudflare takes the list of all origins only: what somebody
 * else changes between the plan's read and this write is changed back, so nothing is done between the two.
 */
export async function setOrigin(
	client: CloudflareClient,
	change: OriginChange,
	{ pool, origin, isNeeded }: OriginPlan,
): Promise<CloudflarePool> {
	if (!isNeeded) return pool;
	const { accountId, poolId, originName, enabled } = change;
	const wanted = (pool.origins ?? []).map((other) => sendable(other === origin ? { ...other, enabled } : other));
	await patchOrigins(client, accountId, poolId, wanted);
	const written = await readPool(client, accountId, poolId);
	const states = (origins: readonly CloudflareOrigin[] = []) =>
		origins.map((other) => `${other.name} ${other.address} ${isEnabled(other)}`).sort();
	if (JSON.stringify(states(written.origins)) === JSON.stringify(states(wanted))) return written;
	throw new OperationFailure(
		`Pool ${pool.name ?? poolId} was written with ${originName} ${enabled ? 'enabled' : 'disabled'}, and then read back otherwise`,
		'Somebody else changes the same pool. Look at it in Cloudflare, then run this again',
		{ state: 'changedMeanwhile' },
	);
}

/** Cloudflare tells when an origin was disabled, and takes no such thing. */
function sendable(origin: CloudflareOrigin): CloudflareOrigin {
	return Object.fromEntries(Object.entries(origin).filter(([name]) => name !== 'disabled_at'));
}
