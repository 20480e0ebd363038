import { clock } from '../../shared/waiting/clock';
import { pollUntil } from '../../shared/waiting/pollUntil';
import { type OwnedLock, tryLock } from '../api/redis/locks';
import type { RedisClient } from '../api/redis/redisClient';
import { describeHolder, holderIn, type LockHolder } from '../state/lockHolder';
import { textIn } from '../state/scriptAnswer';

export interface LockRequest extends OwnedLock {
	readonly ttlMs: number;
	/** For people who wait. */
	readonly note: string;
	/** How long to wait while another holds it; 0 asks once. */
	readonly timeoutMs: number;
	readonly cancelSignal: AbortSignal | undefined;
}

export interface LockResult {
	readonly isAcquired: boolean;
	/** Whether this owner had it before. */
	readonly wasHeld: boolean;
	/** This owner, or whoever still holds it. */
	readonly holder: LockHolder;
	readonly waitedSeconds: number;
}

/** Takes a lock, waiting for it while another holds it. */
export async function acquireLock(client: RedisClient, request: LockRequest): Promise<LockResult> {
	const { outcome, value, waitedMs } = await pollUntil({
		what: `the lock "${request.name}"`,
		timeoutMs: request.timeoutMs,
		// Each waiter has a pace of its own, so that they do not ask in step.
		policy: {
			firstIntervalMs: Math.round(250 + 500 * clock.random()),
			maxIntervalMs: Math.round(2_000 + 2_000 * clock.random()),
			growth: 0.1,
		},
		...(request.cancelSignal && { cancelSignal: request.cancelSignal }),
		read: async () => await tryLock(client, request, request),
		assess: (answer) =>
			textIn(answer, 'outcome') === 'heldByOther'
				? { phase: 'pending', seen: describeHolder(holderIn(answer)) }
				: { phase: 'succeeded', seen: 'acquired' },
	});
	return {
		isAcquired: outcome === 'succeeded',
		wasHeld: textIn(value, 'outcome') === 'alreadyHeld',
		holder: holderIn(value),
		waitedSeconds: Math.round(waitedMs / 100) / 10,
	};
}
