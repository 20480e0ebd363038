import { pollUntil, timedOut } from '../../shared/waiting/pollUntil';

/** A deletion is immediate; this covers a read that is a little behind. */
const goneTimeoutMs = 30_000;

/** Waits until something is not there any more. @throws OperationFailure when it stays. */
export async function waitUntilGone(
	what: string,
	isGone: () => Promise<boolean>,
	cancelSignal: AbortSignal | undefined,
): Promise<void> {
	const result = await pollUntil({
		what,
		timeoutMs: goneTimeoutMs,
		...(cancelSignal && { cancelSignal }),
		read: isGone,
		assess: (gone) => ({ phase: gone ? 'succeeded' : 'pending', seen: 'it is still there' }),
	});
	if (result.outcome === 'timeout') throw timedOut(what, result.waitedMs, result.seen);
}
