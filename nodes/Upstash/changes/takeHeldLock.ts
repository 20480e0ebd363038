import { clock } from '../../shared/waiting/clock';
import { pollUntil } from '../../shared/waiting/pollUntil';
import { type HeldLock, holdLock } from '../api/redis/heldLocks';
import type { RedisClient } from '../api/redis/redisClient';
import type { ScriptAnswer } from '../api/types';
import { describeHolder, holderIn, type LockHolder } from '../state/lockHolder';
import { textIn } from '../state/scriptAnswer';

export interface HeldLockRequest extends HeldLock {
	readonly note: string;
	/** How long to wait while another holds it. */
	readonly waitMs: number;
	/** Whether a person asks: the holder is asked to stop, and overruled when it does not. */
	readonly isPerson: boolean;
	readonly cancelSignal: AbortSignal | undefined;
}

export type HeldLockResult =
	/** `waitedFor` is who had it when it was asked for first; null where nobody had. */
	| { readonly isHeld: true; readonly token: string; readonly waitedMs: number; readonly waitedFor: LockHolder | null }
	| { readonly isHeld: false; readonly holder: LockHolder; readonly waitedMs: number };

/** A holder that was asked to stop and has not within this time is overruled: its run has died, or cannot be reached. */
const stopPatienceMs = 30_000;

/** Takes a lock for a run, waiting while another has it. */
export async function takeHeldLock(client: RedisClient, request: HeldLockRequest): Promise<HeldLockResult> {
	const overruled = overruledHolder();
	let waitedFor: LockHolder | null = null;
	const { outcome, value, waitedMs } = await pollUntil({
		what: `the lock "${request.name}"`,
		timeoutMs: request.isPerson ? Math.max(request.waitMs, stopPatienceMs + 5_000) : request.waitMs,
		// Each waiter has a pace of its own, so that they do not ask in step; a person waits for nobody's.
		policy: request.isPerson
			? { firstIntervalMs: 1_000, maxIntervalMs: 1_000, growth: 0 }
			: {
					firstIntervalMs: Math.round(250 + 500 * clock.random()),
					maxIntervalMs: Math.round(2_000 + 2_000 * clock.random()),
					growth: 0.1,
				},
		...(request.cancelSignal && { cancelSignal: request.cancelSignal }),
		read: async () => overruled.note(await holdLock(client, { ...request, overruledToken: overruled.token() })),
		assess: (answer) => {
			if (['acquired', 'alreadyHeld'].includes(textIn(answer, 'outcome'))) return { phase: 'succeeded', seen: 'held' };
			waitedFor ??= holderIn(answer);
			return { phase: 'pending', seen: describeHolder(holderIn(answer)) };
		},
	});
	return outcome === 'succeeded'
		? { isHeld: true, token: textIn(value, 'token'), waitedMs, waitedFor }
		: { isHeld: false, holder: holderIn(value), waitedMs };
}

/** Remembers since when which holder has been asked to stop. */
function overruledHolder() {
	let asked = { token: '', sinceMs: 0 };
	return {
		note(answer: ScriptAnswer): ScriptAnswer {
			const token = textIn(answer, 'outcome') === 'stopAsked' ? textIn(answer, 'token') : '';
			if (token !== asked.token) asked = { token, sinceMs: clock.now() };
			return answer;
		},
		/** Of the holder whose patience is over; empty while there is none. */
		token: (): string => (clock.now() - asked.sinceMs >= stopPatienceMs ? asked.token : ''),
	};
}
