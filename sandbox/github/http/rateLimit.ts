import type { SandboxRequest, SandboxServices } from '../../kernel/platform';
import { apiError } from './errors';

const HOUR_MS = 60 * 60 * 1000;
const DEFAULT_LIMIT = 5000;

export interface RateLimitState {
	readonly limit: number;
	readonly remaining: number;
	readonly used: number;
	/** Seconds since the epoch. */
	readonly reset: number;
	readonly resource: string;
}

export interface SecondaryLimit {
	/** How many requests are refused. */
	readonly count: number;
	/** GitHub answers both. */
	readonly status: 403 | 429;
	/** Null where GitHub names no time, as it often does. */
	readonly retryAfterSeconds: number | null;
	/** Whether only what creates content is refused, as GitHub does beyond 80 of it in a minute. */
	readonly writesOnly: boolean;
}

/** https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export interface RateLimit {
	state(): RateLimitState;
	/** Counts a request, or raises GitHub's refusal of it. */
	count(request: SandboxRequest): void;
	/** Takes back the request just counted: a 304 costs nothing of the primary limit. */
	giveBack(): void;
	/** Leaves this many requests of the current hour. */
	setRemaining(remaining: number): void;
	/** Refuses the next requests as GitHub does what comes too fast. */
	setSecondaryLimit(limit: SecondaryLimit): void;
	reset(): void;
}

const noSecondaryLimit: SecondaryLimit = { count: 0, status: 403, retryAfterSeconds: 60, writesOnly: false };

export function createRateLimit(services: SandboxServices): RateLimit {
	let used = 0;
	let windowEndsAtMs = 0;
	let secondary = noSecondaryLimit;

	function state(): RateLimitState {
		if (services.clock.now() >= windowEndsAtMs) {
			windowEndsAtMs = services.clock.now() + HOUR_MS;
			used = 0;
		}
		return {
			limit: DEFAULT_LIMIT,
			remaining: Math.max(0, DEFAULT_LIMIT - used),
			used,
			reset: Math.ceil(windowEndsAtMs / 1000),
			resource: 'core',
		};
	}

	function refuseTooFast(method: string): void {
		const isRead = method === 'GET' || method === 'HEAD';
		if (secondary.count === 0 || (secondary.writesOnly && isRead)) return;
		secondary = { ...secondary, count: secondary.count - 1 };
		throw tooFast(secondary);
	}

	return {
		state,
		count({ path, method }) {
			refuseTooFast(method);
			// Asking for the limit costs nothing.
			if (path === '/rate_limit') return;
			if (state().remaining === 0) throw apiError(403, 'API rate limit exceeded for user ID 1.');
			used++;
		},
		giveBack() {
			used = Math.max(0, used - 1);
		},
		setRemaining(remaining) {
			state();
			used = Math.max(0, DEFAULT_LIMIT - remaining);
		},
		setSecondaryLimit(limit) {
			secondary = limit;
		},
		reset() {
			used = 0;
			windowEndsAtMs = 0;
			secondary = noSecondaryLimit;
		},
	};
}

function tooFast({ status, retryAfterSeconds, writesOnly }: SecondaryLimit): Error {
	return apiError(
		status,
		writesOnly
			? 'You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later.'
			: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
		retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) },
	);
}
