/** When a failed request is tried again, as data. */
export interface RetryPolicy {
	/** Tries in all, the first included. */
	readonly maxAttempts: number;
	readonly baseDelayMs: number;
	readonly maxDelayMs: number;
	/** No pause of our own choice is shorter, whatever chance says; a `Retry-After` may be. Default 0. */
	readonly minDelayMs?: number;
	/** A longer `Retry-After` than this is not waited out: the error says how long it would be. */
	readonly maxRetryAfterMs: number;
}

/** Rate limits, and what gateways answer while a service is away for a moment. */
export const defaultRetryPolicy: RetryPolicy = {
	maxAttempts: 5,
	baseDelayMs: 500,
	maxDelayMs: 15_000,
	maxRetryAfterMs: 90_000,
};

/**
 * What became of a request that has no good answer.
 *
 * - `rateLimited` there were too many: not carried out
 * - `unavailable` the service is away for a moment; a write may have been carried out
 * - `unreadable` an answer came, cut off or not the platform's; a write may have been carried out
 * - `noAnswer` refused, reset or timed out; a write may have been carried out
 * - `refused` the platform says no, and will again
 */
export type FailureKind = 'rateLimited' | 'unavailable' | 'unreadable' | 'noAnswer' | 'refused';

/** The kind by HTTP status alone, for a platform that says no more; null when no answer came. */
export function failureKindOf(status: number | null): FailureKind {
	if (status === null) return 'noAnswer';
	if (status === 429) return 'rateLimited';
	if (status >= 200 && status < 300) return 'unreadable';
	return [408, 500, 502, 503, 504].includes(status) ? 'unavailable' : 'refused';
}

/** Whether the same request may do better later, with nothing changed. */
export function canHeal(kind: FailureKind): boolean {
	return kind !== 'refused';
}

/** Whether a write with this end may have been carried out all the same. */
export function mayHaveHappened(kind: FailureKind): boolean {
	return kind === 'unavailable' || kind === 'unreadable' || kind === 'noAnswer';
}

export interface FailedAttempt {
	/** 1 for the first try. */
	readonly attempt: number;
	readonly kind: FailureKind;
	/** What the server asked for, in milliseconds; null when it did not. */
	readonly retryAfterMs: number | null;
	/** Whether doing it twice does no harm: a read, or a write with its own idempotency. */
	readonly safeToRepeat: boolean;
	/** Uniform in [0, 1). */
	readonly random: number;
}

export type RetryDecision = { readonly retry: true; readonly delayMs: number } | { readonly retry: false };

/**
 * Whether, and after how long, to try again. What met a rate limit was not carried out, so even a write
 * may be repeated; after any other failure the first try may have had its effect, so only what is safe to
 * repeat is. The delay doubles from `baseDelayMs`, half of it random: attempt 3 of the default policy
 * waits 1 to 2 s.
 */
export function decideRetry(policy: RetryPolicy, failed: FailedAttempt): RetryDecision {
	if (failed.attempt >= policy.maxAttempts || !canHeal(failed.kind)) return { retry: false };
	if (failed.kind !== 'rateLimited' && !failed.safeToRepeat) return { retry: false };
	if (failed.retryAfterMs !== null) {
		if (failed.retryAfterMs > policy.maxRetryAfterMs) return { retry: false };
		return { retry: true, delayMs: failed.retryAfterMs };
	}
	const ceilingMs = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (failed.attempt - 1));
	const delayMs = Math.round(ceilingMs * (0.5 + failed.random / 2));
	return { retry: true, delayMs: Math.max(policy.minDelayMs ?? 0, delayMs) };
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
