import { randomBytes } from 'node:crypto';

import type { SandboxRequest, SandboxResponse, SandboxRoute, SandboxServices } from '../../kernel/platform';
import { SandboxHttpError } from '../../kernel/platform';
import { SANDBOX_APP_TOKEN, SANDBOX_READ_ONLY_TOKEN, SANDBOX_TOKEN } from '../world/accounts';
import { withEntityTag } from './entityTag';
import { apiError } from './errors';
import { createRateLimit, type RateLimit } from './rateLimit';

/** Who may call and how often. */
export interface AccessControl {
	/** Wraps a route in authentication, rate limits and GitHub's usual headers. */
	guard(route: SandboxRoute): SandboxRoute;
	readonly rateLimit: RateLimit;
}

export function createAccessControl(services: SandboxServices): AccessControl {
	const rateLimit = createRateLimit(services);
	return {
		rateLimit,
		guard: (route) => ({
			...route,
			async handle(request): Promise<SandboxResponse> {
				try {
					authorize(request);
					rateLimit.count(request);
					const response = withEntityTag(request, await route.handle(request));
					if (response.status === 304) rateLimit.giveBack();
					return { ...response, headers: { ...usualHeaders(services, rateLimit), ...response.headers } };
				} catch (error) {
					if (!(error instanceof SandboxHttpError)) throw error;
					throw new SandboxHttpError(error.status, error.body, {
						...usualHeaders(services, rateLimit),
						...error.headers,
					});
				}
			},
		}),
	};
}

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

function tokenOf(request: SandboxRequest): string | undefined {
	const match = /^(?:bearer|token)\s+(.+)$/i.exec(request.headers.authorization ?? '');
	return match?.[1]?.trim();
}

function usualHeaders({ clock }: SandboxServices, rateLimit: RateLimit): Record<string, string> {
	const state = rateLimit.state();
	return {
		// In the sandbox's own time, by which runs and deployments are dated, too.
		date: new Date(clock.now()).toUTCString(),
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
