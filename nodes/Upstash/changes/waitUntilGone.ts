import type { OperationContext } from '../../shared/operation/operation';
import { pollUntil, timedOut } from '../../shared/waiting/pollUntil';

/** A deletion is at once; this is for a read that is a little behind. */
const goneTimeoutMs = 30_000;

/** Waits until something is not there any more. @throws OperationFailure when it stays. */
export async function awaitGone(
	{ functions }: OperationContext,
	what: string,
	isGone: () => Promise<boolean>,
): Promise<void> {
	const cancelSignal = functions.getExecutionCancelSignal();
	const result = await pollUntil({
		what,
		timeoutMs: goneTimeoutMs,
		...(cancelSignal && { cancelSignal }),
		read: isGone,
		assess: (gone) => ({ phase: gone ? 'succeeded' : 'pending', seen: 'it is still there' }),
	});
	if (result.outcome === 'timeout') throw timedOut(what, result.waitedMs, result.seen);
}
