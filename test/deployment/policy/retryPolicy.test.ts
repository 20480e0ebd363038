import {
	decideRetry,
	defaultRetryPolicy,
	failureKindOf,
	parseRetryAfterMs,
	type FailedAttempt,
} from '../../../nodes/deployment/policy/retryPolicy';

const failed = (change: Partial<FailedAttempt>): FailedAttempt => ({
	attempt: 1,
	kind: 'unavailable',
	retryAfterMs: null,
	safeToRepeat: true,
	random: 0.5,
	...change,
});

it('repeats a write only when that is safe, or when a rate limit kept it from being carried out', () => {
	const decide = (change: Partial<FailedAttempt>) => decideRetry(defaultRetryPolicy, failed(change)).retry;
	expect(decide({ kind: 'unavailable' })).toBe(true);
	expect(decide({ kind: 'unavailable', safeToRepeat: false })).toBe(false);
	expect(decide({ kind: 'noAnswer', safeToRepeat: false })).toBe(false);
	expect(decide({ kind: 'unreadable' })).toBe(true);
	expect(decide({ kind: 'rateLimited', safeToRepeat: false })).toBe(true);
});

it.each([400, 401, 403, 404, 409, 422])('never repeats a %i', (status) => {
	expect(decideRetry(defaultRetryPolicy, failed({ kind: failureKindOf(status) }))).toEqual({ retry: false });
});

it('stops at the last attempt', () => {
	expect(decideRetry(defaultRetryPolicy, failed({ attempt: 4 })).retry).toBe(true);
	expect(decideRetry(defaultRetryPolicy, failed({ attempt: 5 })).retry).toBe(false);
});

it('waits as long as the server asked, and not at all when that is too long', () => {
	expect(decideRetry(defaultRetryPolicy, failed({ kind: 'rateLimited', retryAfterMs: 7_000 }))).toEqual({
		retry: true,
		delayMs: 7_000,
	});
	expect(decideRetry(defaultRetryPolicy, failed({ kind: 'rateLimited', retryAfterMs: 3_600_000 }))).toEqual({
		retry: false,
	});
});

it('waits 1 to 2 s before the fourth try of the default policy, and never above the cap', () => {
	const delay = (attempt: number, random: number) => {
		const decision = decideRetry({ ...defaultRetryPolicy, maxAttempts: 100 }, failed({ attempt, random }));
		return decision.retry ? decision.delayMs : NaN;
	};
	expect(delay(3, 0)).toBe(1_000);
	expect(delay(3, 1)).toBe(2_000);
	expect(delay(50, 1)).toBe(defaultRetryPolicy.maxDelayMs);
});

it('reads Retry-After as seconds and as a date (RFC 9110)', () => {
	const now = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');
	expect(parseRetryAfterMs('120', now)).toBe(120_000);
	expect(parseRetryAfterMs('Wed, 21 Oct 2026 07:28:30 GMT', now)).toBe(30_000);
	expect(parseRetryAfterMs('Wed, 21 Oct 2020 07:28:30 GMT', now)).toBe(0);
	expect(parseRetryAfterMs('soon', now)).toBeNull();
	expect(parseRetryAfterMs(undefined, now)).toBeNull();
});

it('never tries sooner than its policy allows, but keeps to what the server asks for', () => {
	const policy = { ...defaultRetryPolicy, minDelayMs: 60_000 };
	expect(decideRetry(policy, failed({ kind: 'rateLimited' }))).toEqual({ retry: true, delayMs: 60_000 });
	expect(decideRetry(policy, failed({ kind: 'rateLimited', retryAfterMs: 20_000 }))).toEqual({
		retry: true,
		delayMs: 20_000,
	});
});
