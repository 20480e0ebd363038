import { clock } from '../../shared/waiting/clock';

/** The time that an operation has in all, whatever it waits for in it. */
export interface Wait {
	readonly remainingMs: () => number;
	/** What is left of it, as one wait takes it. */
	readonly limits: () => { readonly timeoutMs: number; readonly cancelSignal?: AbortSignal };
}

/** Starts now. */
export function startWait(timeoutMs: number, cancelSignal: AbortSignal | undefined): Wait {
	const deadlineMs = clock.now() + timeoutMs;
	const remainingMs = () => Math.max(0, deadlineMs - clock.now());
	return {
		remainingMs,
		limits: () => ({ timeoutMs: remainingMs(), ...(cancelSignal && { cancelSignal }) }),
	};
}
