import type { SandboxRequest, SandboxRoute } from '../../kernel/platform';
import { hasContainers, requireContainers } from '../containers';
import type { Fly } from '../fly';
import type { JsonObject } from '../json';
import {
	isJsonObject,
	jsonBody,
	objectIn,
	pathParameter,
	readFlag,
	readText,
	readTexts,
	readWholeNumber,
} from '../json';
import { acquireLease, requireLease } from '../leases';
import type { Machine } from '../model';
import { presentMachine } from '../present';
import { nearestRegion } from '../regions';
import { badRequest, failedPrecondition, flyError, notFound } from '../respond';
import { requireSecretsVersion } from '../secrets';
import { requireMounts } from '../volumes';
import { ORGANIZATION } from '../world';

export const leaseNonce = (request: SandboxRequest): string | undefined => {
	const nonce = request.headers['fly-machine-lease-nonce'];
	return typeof nonce === 'string' && nonce !== '' ? nonce : undefined;
};

export const machineOf = (fly: Fly, request: SandboxRequest): Machine =>
	fly.world.machine(pathParameter(request, 'appName'), pathParameter(request, 'machineId'));

/** The machine, when the request may change it: not destroyed, not leased to another, on a host that answers. */
export function changeableMachine(fly: Fly, request: SandboxRequest): Machine {
	const machine = machineOf(fly, request);
	if (machine.state === 'destroyed') throw notFound('machine not found');
	requireLease(fly.world, machine, leaseNonce(request));
	if (machine.host === 'unreachable') {
		throw flyError(408, 'deadline_exceeded: the machine\'s host does not answer');
	}
	return machine;
}

/** The configuration of a create or update, as it will be kept. Raises 400. */
function readConfig(body: JsonObject): JsonObject {
	const { config } = body;
	if (!isJsonObject(config)) throw badRequest('invalid_argument: missing config');
	if (!readText(config, 'image') && !hasContainers(config)) {
		throw badRequest('invalid_argument: config.image is required');
	}
	requireContainers(config);
	readTexts(config, 'env');
	readTexts(config, 'metadata');
	return config;
}

export function machineRoutes(fly: Fly): SandboxRoute[] {
	return [
		fly.apiRoute('GET', '/apps/:appName/machines', 'list machines', (request) => {
			const app = fly.world.app(pathParameter(request, 'appName'));
			const machines = filterMachines(fly.world.machinesOf(app), request.query);
			const summary = request.query.get('summary') === 'true';
			return {
				status: 200,
				body: machines.map((machine) => presentMachine(fly.world, machine, { summary })),
			};
		}),
		fly.apiRoute('GET', '/orgs/:slug/machines', 'list organization machines', (request) => {
			if (pathParameter(request, 'slug') !== ORGANIZATION.slug) throw notFound('organization not found');
			const machines = filterMachines([...fly.world.machines.values()], request.query);
			return { status: 200, body: organizationPage(fly, machines, request.query) };
		}),
		fly.apiRoute('POST', '/apps/:appName/machines', 'create machine', (request) => {
			const app = fly.world.app(pathParameter(request, 'appName'));
			const body = jsonBody(request);
			const config = readConfig(body);
			requireMounts(fly.world, app, config, { region: readText(body, 'region') || nearestRegion });
			const minimumSecretsVersion = readWholeNumber(body, 'min_secrets_version') ?? 0;
			requireSecretsVersion(app, minimumSecretsVersion);
			const leaseTtlSeconds = readWholeNumber(body, 'lease_ttl');
			const machine = fly.world.addMachine(app, {
				name: readText(body, 'name') || undefined,
				region: readText(body, 'region') || undefined,
				config,
				minimumSecretsVersion,
				cordoned: readFlag(body, 'skip_service_registration') ?? false,
			});
			if (leaseTtlSeconds) acquireLease(fly.world, machine, { ttlSeconds: leaseTtlSeconds });
			fly.lifecycle.launch(machine, { skipLaunch: readFlag(body, 'skip_launch') ?? false });
			return { status: 200, body: presentMachine(fly.world, machine) };
		}),
		fly.apiRoute('GET', '/apps/:appName/machines/:machineId', 'get machine', (request) => ({
			status: 200,
			body: presentMachine(fly.world, machineOf(fly, request)),
		})),
		fly.apiRoute('POST', '/apps/:appName/machines/:machineId', 'update machine', (request) => {
			const machine = changeableMachine(fly, request);
			updateMachine(fly, machine, jsonBody(request));
			return { status: 200, body: presentMachine(fly.world, machine) };
		}),
		fly.apiRoute('DELETE', '/apps/:appName/machines/:machineId', 'delete machine', (request) => {
			const machine = machineOf(fly, request);
			if (machine.state !== 'destroyed') {
				requireLease(fly.world, machine, leaseNonce(request));
				// The vendor's own client says `kill`.
				const { query } = request;
				const force = query.get('force') === 'true' || query.get('kill') === 'true';
				fly.lifecycle.destroy(machine, force);
			}
			return { status: 200, body: { ok: true } };
		}),
		fly.apiRoute('GET', '/apps/:appName/machines/:machineId/events', 'list events', (request) => {
			const limit = Number(request.query.get('limit') ?? 20);
			return { status: 200, body: machineOf(fly, request).events.slice(0, limit) };
		}),
		fly.apiRoute('GET', '/apps/:appName/machines/:machineId/versions', 'list versions', (request) => ({
			status: 200,
			body: [...machineOf(fly, request).versions]
				.reverse()
				.map((version) => ({ version: version.instanceId, user_config: version.config })),
		})),
	];
}

/** Replaces the whole configuration. Raises 400, 409 (no room), 412 (a version precondition) and 503. */
function updateMachine(fly: Fly, machine: Machine, body: JsonObject): void {
	const config = readConfig(body);
	const region = readText(body, 'region');
	if (region && region !== machine.region) {
		throw badRequest('invalid_argument: the region of a machine cannot be changed');
	}
	const expected = readText(body, 'current_version');
	if (expected && expected !== machine.version.instanceId) {
		throw failedPrecondition(
			`machine version mismatch, expected ${expected}, current is ${machine.version.instanceId}`,
		);
	}
	if (['destroying', 'launch_failed'].includes(machine.state)) {
		throw failedPrecondition(`unable to update machine from current state: '${machine.state}'`);
	}
	const app = fly.world.app(machine.appName);
	requireMounts(fly.world, app, config, machine);
	const minimumSecretsVersion = readWholeNumber(body, 'min_secrets_version') ?? 0;
	requireSecretsVersion(app, minimumSecretsVersion);
	const version = fly.world.makeVersion(config, minimumSecretsVersion);
	if (machine.host === 'disabled') {
		throw flyError(
			503,
			'unavailable: deploys to this host are temporarily disabled, please try again later or check the status page',
		);
	}
	if (machine.host === 'full' || version.image.behaviours.has('full-host')) {
		throw flyError(
			409,
			'aborted: could not reserve resource for machine: insufficient memory available to fulfill request on the current host',
		);
	}
	fly.lifecycle.update(machine, version, { skipLaunch: readFlag(body, 'skip_launch') ?? false });
}

function filterMachines(machines: readonly Machine[], query: URLSearchParams): Machine[] {
	const region = query.get('region');
	const states = query.get('state')?.split(',').filter(Boolean) ?? [];
	const metadata = [...query].filter(([name]) => name.startsWith('metadata.'));
	return machines.filter(
		(machine) =>
			(machine.state !== 'destroyed' ||
				query.get('include_deleted') === 'true' ||
				states.includes('destroyed')) &&
			(!region || machine.region === region) &&
			(states.length === 0 || states.includes(machine.state)) &&
			metadata.every(
				([name, value]) =>
					objectIn(machine.version.config, 'metadata')[name.slice('metadata.'.length)] === value,
			),
	);
}

function organizationPage(
	fly: Fly,
	machines: readonly Machine[],
	query: URLSearchParams,
): Record<string, unknown> {
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
