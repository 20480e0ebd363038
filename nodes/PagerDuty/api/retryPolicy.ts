import { defaultRetryPolicy, type RetryPolicy } from '../../deployment/policy/retryPolicy';

const baseDelayMs = 2_000;
const maxDelayMs = 60_000;

/**
 * Tries until about that much time has passed: pauses double from 2 s to a minute, and a quarter of each
 * is chance. Even with the shortest of them all the last try comes after two thirds of the time: of 15
 * minutes after ten.
 */
export function retryPolicyFor(keepTryingMs: number): RetryPolicy {
	let attempts = 1;
	for (let passedMs = 0; passedMs < keepTryingMs; attempts++) {
		passedMs += 0.75 * Math.min(maxDelayMs, baseDelayMs * 2 ** (attempts - 1));
	}
	return { ...defaultRetryPolicy, maxAttempts: attempts, baseDelayMs, maxDelayMs, maxRetryAfterMs: 300_000 };
}
