import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { Fly } from '../fly';
import { pathParameter } from '../json';

/** The newest lines of an app's log as flyctl polls for them (superfly/fly-go, `GetAppLogs`). */
export function logRoutes(fly: Fly): SandboxRoute[] {
	return [fly.webRoute('GET', '/apps/:appName/logs', listLines)];
}

function listLines(fly: Fly, request: SandboxRequest): SandboxResponse {
	const { log } = fly.world.app(pathParameter(request, 'appName'));
	const { query } = request;
	const after = log.findIndex(({ id }) => id === query.get('next_token')) + 1;
	const isAsked = (name: string, value: string): boolean => !query.get(name) || query.get(name) === value;
	const lines = log
		.slice(after)
		.filter(({ machineId, region }) => isAsked('instance', machineId) && isAsked('region', region));
	return {
		status: 200,
		body: {
			data: lines.map(({ id, atMs, machineId, region, level, message }) => ({
				id,
				type: 'log',
				attributes: { timestamp: new Date(atMs).toISOString(), message, level, instance: machineId, region, meta: {} },
			})),
			meta: { next_token: log.at(-1)?.id ?? '' },
		},
	};
}
