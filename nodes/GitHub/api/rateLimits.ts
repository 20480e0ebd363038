import type { FailureKind, RetryPolicy } from '../../deployment/policy/retryPolicy';
import type { ErrorAnswer } from '../../shared/http/platform';

/**
 * "Wait for at least one minute before retrying. If your request continues to fail due to a secondary rate
 * limit, wait for an exponentially increasing amount of time between retries, and throw an error after a
 * specific number of retries" (docs.github.com, "Rate limits for the REST API"). 60 to 80 s, then to 160 s,
 * then 160 to 320 s; a time that GitHub names is waited for instead, if it is not further away.
 */
export const rateLimitPolicy: RetryPolicy = {
	maxAttempts: 4,
	minDelayMs: 60_000,
	baseDelayMs: 80_000,
	maxDelayMs: 320_000,
	maxRetryAfterMs: 320_000,
};

/** How GitHub begins to say that there were too many requests, whatever status it says it with: 403, 422 or 429. */
const tooMany =
	/^(API rate limit (already )?exceeded|You have exceeded a secondary rate limit|You have triggered an abuse detection)|^Validation Failed: (\S+ )?was submitted too quickly/i;

/**
 * A 403 is a rate limit only if GitHub says so. Its headers alone do not: `x-ratelimit-remaining: 0` may
 * stand beside a missing permission, too.
 */
export function readFailureKind({ status, headers, message }: ErrorAnswer): FailureKind | undefined {
	if (tooMany.test(message)) return 'rateLimited';
	if (status !== 403 || headers['retry-after'] !== undefined || message === '') return undefined;
	return 'refused';
}
