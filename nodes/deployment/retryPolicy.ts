/** When a failed request is tried again, as data. */
export interface RetryPolicy {
	/** Tries in all, the first included. */
	readonly maxAttempts: number;
	readonly baseDelayMs: number;
	readonly maxDelayMs: number;
	/** Answers worth another try. */
	readonly retryStatuses: readonly number[];
	/** A longer `Retry-After` than this is not waited out: the error says how long it would be. */
	readonly maxRetryAfterMs: number;
}

/** Rate limits, and what gateways answer while a service is away for a moment. */
export const defaultRetryPolicy: RetryPolicy = {
	maxAttempts: 5,
	baseDelayMs: 500,
	maxDelayMs: 15_000,
	retryStatuses: [429, 500, 502, 503, 504],
	maxRetryAfterMs: 90_000,
};

export interface FailedAttempt {
	/** 1 for the first try. */
	readonly attempt: number;
	/** HTTP status; null when no answer came (refused, reset, timed out). */
	readonly status: number | null;
	/** What the server asked for, in milliseconds; null when it did not. */
	readonly retryAfterMs: number | null;
	/** Whether doing it twice does no harm: a read, or a write with its own idempotency. */
	readonly safeToRepeat: boolean;
	/** Uniform in [0, 1). */
	readonly random: number;
}

export type RetryDecision =
	| { readonly retry: true; readonly delayMs: number }
	| { readonly retry: false };

/**
 * Whether, and after how long, to try again. A 429 was not carried out, so even a write may be
 * repeated; after any other failure the first try may have had its effect, so only what is safe to
 * repeat is. The delay doubles from `baseDelayMs`, half of it random: attempt 3 of the default
 * policy waits 1 to 2 s.
 */
export function decideRetry(policy: RetryPolicy, failed: FailedAttempt): RetryDecision {
	if (failed.attempt >= policy.maxAttempts) return { retry: false };
	if (failed.status !== null && !policy.retryStatuses.includes(failed.status)) {
		return { retry: false };
	}
	if (failed.status !== 429 && !failed.safeToRepeat) return { retry: false };
	if (failed.retryAfterMs !== null) {
		if (failed.retryAfterMs > policy.maxRetryAfterMs) return { retry: false };
		return { retry: true, delayMs: failed.retryAfterMs };
	}
	const ceilingMs = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (failed.attempt - 1));
	return { retry: true, delayMs: Math.round(ceilingMs * (0.5 + failed.random / 2)) };
}

/**
 * A `Retry-After` header as milliseconds from `nowMs`: seconds or an HTTP date (RFC 9110, 10.2.3).
 * Null when it is absent or unreadable.
 */
export function parseRetryAfterMs(header: string | undefined, nowMs: number): number | null {
	if (header === undefined || header.trim() === '') return null;
	const seconds = Number(header);
	if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
	const dateMs = Date.parse(header);
	return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}
