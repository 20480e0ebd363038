import type { SandboxRequest, SandboxResponse } from '../../kernel/platform';
import type { Fly } from '../fly';
import { objectIn, pathParameter } from '../json';
import type { Machine } from '../model';
import { presentMachine } from '../present/present';
import { organizationOf } from '../world/organizations';

export function listMachines(fly: Fly, request: SandboxRequest): SandboxResponse {
	const app = fly.world.app(pathParameter(request, 'appName'));
	const machines = filterMachines(fly.world.machinesOf(app), request.query);
	const summary = request.query.get('summary') === 'true';
	return {
		status: 200,
		body: machines.map((machine) => presentMachine(fly.world, machine, { summary })),
	};
}

export function listOrganizationMachines(fly: Fly, request: SandboxRequest): SandboxResponse {
	const organization = organizationOf(pathParameter(request, 'slug'));
	const own = [...fly.world.machines.values()].filter(
		({ appName }) => fly.world.apps.get(appName)?.organization === organization,
	);
	const machines = filterMachines(own, request.query);
	return { status: 200, body: organizationPage(fly, machines, request.query) };
}

function filterMachines(machines: readonly Machine[], query: URLSearchParams): Machine[] {
	const region = query.get('region');
	const states = query.get('state')?.split(',').filter(Boolean) ?? [];
	const metadata = [...query].filter(([name]) => name.startsWith('metadata.'));
	return machines.filter(
		(machine) =>
			(machine.state !== 'destroyed' || query.get('include_deleted') === 'true' || states.includes('destroyed')) &&
			(!region || machine.region === region) &&
			(states.length === 0 || states.includes(machine.state)) &&
			metadata.every(
				([name, value]) => objectIn(machine.version.config, 'metadata')[name.slice('metadata.'.length)] === value,
			),
	);
}

function organizationPage(fly: Fly, machines: readonly Machine[], query: URLSearchParams): Record<string, unknown> {
	const limit = Math.max(1, Number(query.get('limit') ?? 100) || 100);
	const cursor = query.get('cursor');
	const start = cursor ? machines.findIndex((machine) => machine.id === cursor) + 1 : 0;
	const page = machines.slice(start, start + limit);
	const last = page.at(-1);
	return {
		machines: page.map((machine) => ({
			...presentMachine(fly.world, machine, { summary: true }),
			app_name: machine.appName,
			config: {
				image: machine.version.config['image'],
				guest: machine.version.config['guest'] ?? {},
				metadata: machine.version.config['metadata'] ?? {},
			},
		})),
		...(last && { last_machine_id: last.id }),
		...(last && start + limit < machines.length && { next_cursor: last.id }),
		error_regions: [],
	};
}
