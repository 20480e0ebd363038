import { randomBytes } from 'node:crypto';

import type { SandboxRequest, SandboxResponse, SandboxRoute, SandboxServices } from '../../kernel/platform';
import { SandboxHttpError } from '../../kernel/platform';
import { apiError } from './errors';
import { SANDBOX_APP_TOKEN, SANDBOX_READ_ONLY_TOKEN, SANDBOX_TOKEN } from '../world/accounts';

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
	/** Whether only what makes content is refused, as GitHub does beyond 80 of it in a minute. */
	readonly writesOnly: boolean;
}

export interface AccessControl {
	/** Wraps a route in authentication, rate limits and GitHub's usual headers. */
	guard(route: SandboxRoute): SandboxRoute;
	rateLimit(): RateLimitState;
	/** Leaves this many requests of the current hour. */
	setRemaining(remaining: number): void;
	/** Refuses the next requests as GitHub does what comes too fast. */
	setSecondaryLimit(limit: SecondaryLimit): void;
	reset(): void;
}

const noSecondaryLimit: SecondaryLimit = { count: 0, status: 403, retryAfterSeconds: 60, writesOnly: false };

export function canWrite(request: SandboxRequest): boolean {
	return tokenOf(request) !== SANDBOX_READ_ONLY_TOKEN;
}

/** Raises GitHub's 403 for what only apps may do. */
export function requireApp(request: SandboxRequest): void {
	if (tokenOf(request) !== SANDBOX_APP_TOKEN) throw apiError(403, 'You must authenticate via a GitHub App.');
}

/** Raises GitHub's 403 for what an app, which is nobody, cannot ask for. */
export function requireUser(request: SandboxRequest): void {
	if (tokenOf(request) === SANDBOX_APP_TOKEN) throw apiError(403, 'Resource not accessible by integration');
}

function tokenOf(request: SandboxRequest): string | undefined {
	const match = /^(?:bearer|token)\s+(.+)$/i.exec(request.headers.authorization ?? '');
	return match?.[1]?.trim();
}

/**
 * Who may call and how often.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export function createAccessControl(services: SandboxServices): AccessControl {
	let limit = DEFAULT_LIMIT;
	let used = 0;
	let windowEndsAtMs = 0;
	let secondary: SecondaryLimit = noSecondaryLimit;

	function rateLimit(): RateLimitState {
		if (services.clock.now() >= windowEndsAtMs) {
			windowEndsAtMs = services.clock.now() + HOUR_MS;
			used = 0;
			limit = DEFAULT_LIMIT;
		}
		return {
			limit,
			remaining: Math.max(0, limit - used),
			used,
			reset: Math.ceil(windowEndsAtMs / 1000),
			resource: 'core',
		};
	}

	function authorize(request: SandboxRequest): void {
		const token = tokenOf(request);
		if (token === undefined) throw apiError(401, 'Requires authentication');
		if (![SANDBOX_TOKEN, SANDBOX_READ_ONLY_TOKEN, SANDBOX_APP_TOKEN].includes(token)) {
			throw apiError(401, 'Bad credentials');
		}
		if (request.method !== 'GET' && request.method !== 'HEAD' && !canWrite(request)) {
			throw apiError(403, 'Resource not accessible by personal access token');
		}
	}

	function refuseTooFast(method: string): void {
		const { count, status, retryAfterSeconds, writesOnly } = secondary;
		const isRead = method === 'GET' || method === 'HEAD';
		if (count === 0 || (writesOnly && isRead)) return;
		secondary = { ...secondary, count: count - 1 };
		throw apiError(
			status,
			writesOnly
				? 'You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later.'
				: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
			retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) },
		);
	}

	function countRequest({ path, method }: SandboxRequest): void {
		refuseTooFast(method);
		// Asking for the limit costs nothing.
		if (path === '/rate_limit') return;
		if (rateLimit().remaining === 0) throw apiError(403, 'API rate limit exceeded for user ID 1.');
		used++;
	}

	function usualHeaders(): Record<string, string> {
		const state = rateLimit();
		return {
			// In the world's own time, which runs and deployments are dated by, too.
			date: new Date(services.clock.now()).toUTCString(),
			'x-github-media-type': 'github.v3; format=json',
			'x-github-request-id': randomBytes(8).toString('hex').toUpperCase(),
			'x-github-api-version-selected': '2022-11-28',
			'x-ratelimit-limit': String(state.limit),
			'x-ratelimit-remaining': String(state.remaining),
			'x-ratelimit-used': String(state.used),
			'x-ratelimit-reset': String(state.reset),
			'x-ratelimit-resource': state.resource,
		};
	}

	return {
		rateLimit,
		setRemaining(remaining) {
			rateLimit();
			used = Math.max(0, limit - remaining);
		},
		setSecondaryLimit(limit) {
			secondary = limit;
		},
		reset() {
			used = 0;
			windowEndsAtMs = 0;
			secondary = noSecondaryLimit;
		},
		guard: (route) => ({
			...route,
			async handle(request): Promise<SandboxResponse> {
				try {
					authorize(request);
					countRequest(request);
					const response = await route.handle(request);
					return { ...response, headers: { ...usualHeaders(), ...response.headers } };
				} catch (error) {
					if (!(error instanceof SandboxHttpError)) throw error;
					throw new SandboxHttpError(error.status, error.body, {
						...usualHeaders(),
						...error.headers,
					});
				}
			},
		}),
	};
}
