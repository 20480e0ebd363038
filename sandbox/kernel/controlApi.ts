import type { ActiveFault, FaultList } from './faults';
import { parseFault } from './faults';
import { isSameOrigin } from './loopback';
import type { SandboxPlatform, SandboxRequest, SandboxRoute } from './platform';
import { SandboxHttpError } from './platform';
import type { RequestLog } from './requestLog';
import { renderPage } from './page';

export interface ControlledSandbox {
	platforms(): readonly SandboxPlatform[];
	readonly log: RequestLog;
	readonly faults: FaultList;
	latencyMs(): number;
	setLatency(latencyMs: number): void;
	nowMs(): number;
	state(): Promise<Record<string, unknown>>;
	reset(): Promise<void>;
}

/** What a fault may name as its platform: every platform, and `public` for the deployed sites. */
export const faultTargets = (platforms: readonly SandboxPlatform[]): string[] => [
	...platforms.map((platform) => platform.name),
	'public',
];

/**
 * The page is same-origin; tools send no Origin. Any other web page that a browser on this machine has open must
 * not be able to steer the sandbox. (The server has refused every host that is no loopback name before.)
 */
function guard(route: SandboxRoute): SandboxRoute {
	return {
		...route,
		handle: (request) => {
			const { origin, host } = request.headers;
			const isCrossSite = request.headers['sec-fetch-site'] === 'cross-site';
			if (isCrossSite || (origin !== undefined && !isSameOrigin(origin, host))) {
				throw new SandboxHttpError(403, { message: `Not from ${origin ?? 'another site'}` });
			}
			return route.handle(request);
		},
	};
}

function wholeNumberField(request: SandboxRequest, name: string): number {
	const body = request.json();
	const value: unknown =
		typeof body === 'object' && body !== null ? new Map<string, unknown>(Object.entries(body)).get(name) : undefined;
	if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 60_000) {
		throw new SandboxHttpError(400, { message: `${name} must be a whole number from 0 to 60000` });
	}
	return value;
}

/** `/_sandbox/...` (without the prefix) of the sandbox itself and of each platform. */
export function controlRoutes(sandbox: ControlledSandbox): SandboxRoute[] {
	const routes = [
		...stateRoutes(sandbox),
		...requestLogRoutes(sandbox),
		...faultRoutes(sandbox),
		...settingRoutes(sandbox),
		...platformRoutes(sandbox),
	];
	return routes.map(guard);
}

function stateRoutes(sandbox: ControlledSandbox): SandboxRoute[] {
	return [
		{
			method: 'GET',
			pattern: '/state',
			handle: async () => ({ status: 200, body: await sandbox.state() }),
		},
		{
			method: 'GET',
			pattern: '/state/:platform',
			handle: async ({ params }) => {
				const platform = sandbox.platforms().find(({ name }) => name === params.platform);
				if (!platform) {
					throw new SandboxHttpError(404, { message: `No platform "${params.platform ?? ''}"` });
				}
				return { status: 200, body: (await platform.currentState?.()) ?? platform.state() };
			},
		},
	];
}

function requestLogRoutes(sandbox: ControlledSandbox): SandboxRoute[] {
	return [
		{
			method: 'GET',
			pattern: '/requests',
			handle: ({ query }) => {
				const since = Number(query.get('since') ?? 0);
				if (!Number.isInteger(since) || since < 0) {
					throw new SandboxHttpError(400, { message: 'since must be the id of a request' });
				}
				const requests = sandbox.log.list({
					platform: query.get('platform') ?? undefined,
					since,
				});
				const last = Number(query.get('last') ?? 0);
				return { status: 200, body: last > 0 ? requests.slice(-last) : requests };
			},
		},
		{
			method: 'DELETE',
			pattern: '/requests',
			handle: () => {
				sandbox.log.clear();
				return { status: 204 };
			},
		},
	];
}

function faultRoutes(sandbox: ControlledSandbox): SandboxRoute[] {
	return [
		{
			method: 'POST',
			pattern: '/faults',
			handle: (request) => {
				const fault = parseFault(request.json(), faultTargets(sandbox.platforms()));
				return { status: 201, body: { id: sandbox.faults.add(fault) } };
			},
		},
		{
			method: 'GET',
			pattern: '/faults',
			handle: (): { status: number; body: ActiveFault[] } => ({
				status: 200,
				body: sandbox.faults.list(),
			}),
		},
		{
			method: 'DELETE',
			pattern: '/faults',
			handle: () => {
				sandbox.faults.clear();
				return { status: 204 };
			},
		},
		{
			method: 'DELETE',
			pattern: '/faults/:id',
			handle: ({ params }) => {
				const id = params.id ?? '';
				if (!sandbox.faults.remove(id)) {
					throw new SandboxHttpError(404, { message: `No fault "${id}" is active` });
				}
				return { status: 204 };
			},
		},
	];
}

function settingRoutes(sandbox: ControlledSandbox): SandboxRoute[] {
	return [
		{
			method: 'GET',
			pattern: '/latency',
			handle: () => ({ status: 200, body: { latencyMs: sandbox.latencyMs() } }),
		},
		{
			method: 'POST',
			pattern: '/latency',
			handle: (request) => {
				sandbox.setLatency(wholeNumberField(request, 'latencyMs'));
				return { status: 200, body: { latencyMs: sandbox.latencyMs() } };
			},
		},
		{
			method: 'POST',
			pattern: '/reset',
			handle: async () => {
				await sandbox.reset();
				return { status: 204 };
			},
		},
		{
			method: 'GET',
			pattern: '/time',
			handle: () => ({ status: 200, body: { nowMs: sandbox.nowMs() } }),
		},
	];
}

function platformRoutes(sandbox: ControlledSandbox): SandboxRoute[] {
	return sandbox.platforms().flatMap((platform) =>
		(platform.controlRoutes ?? []).map((route) => ({
			...route,
			pattern: `/${platform.name}${route.pattern === '/' ? '' : route.pattern}`,
		})),
	);
}

/** The page, at `/`. */
export const pageRoute = (platforms: () => readonly SandboxPlatform[]): SandboxRoute => ({
	method: 'GET',
	pattern: '/',
	handle: () => ({
		status: 200,
		headers: {
			'Content-Type': 'text/html; charset=utf-8',
			'Cache-Control': 'no-store',
			'Content-Security-Policy':
				"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; frame-ancestors 'none'",
		},
		body: renderPage(platforms().flatMap(({ page }) => page ?? [])),
	}),
});
