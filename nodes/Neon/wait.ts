import { cancelSignalOf } from '../shared/waiting/cancelSignal';
import { clock } from '../shared/waiting/clock';
import type { OperationContext } from '../shared/operation/operation';
import { timeoutMsParameter } from '../shared/fields/parameters';

/** The time that an operation has in all, whatever it waits for in it. */
export interface Wait {
	readonly remainingMs: () => number;
	/** What is left of it, as one wait takes it. */
	readonly limits: () => { readonly timeoutMs: number; readonly cancelSignal?: AbortSignal };
}

/** Starts now, with the node's Timeout. */
export function startWait(context: OperationContext): Wait {
	const deadlineMs = clock.now() + timeoutMsParameter(context);
	const cancelSignal = cancelSignalOf(context);
	const remainingMs = () => Math.max(0, deadlineMs - clock.now());
	return {
		remainingMs,
		limits: () => ({ timeoutMs: remainingMs(), ...(cancelSignal && { cancelSignal }) }),
	};
}
