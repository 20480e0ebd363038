import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { badRequest, failedPrecondition, flyError } from '../errors';
import type { Fly } from '../fly';
import type { JsonObject } from '../json';
import { jsonBody, pathParameter, readFlag, readText, readWholeNumber } from '../json';
import type { Machine } from '../model';
import { presentMachine } from '../present/present';
import { acquireLease, requireLease } from '../world/leases';
import { nearestRegion } from '../world/regions';
import { requireSecretsVersion } from '../world/secrets';
import { requireMounts } from '../world/volumes';
import { listMachines, listOrganizationMachines } from './machineLists';
import { changeableMachine, leaseNonce, machineOf, readConfig } from './machineRequest';

export function machineRoutes(fly: Fly): SandboxRoute[] {
	return [
		fly.apiRoute('GET', '/apps/:appName/machines', 'list machines', listMachines),
		fly.apiRoute('GET', '/orgs/:slug/machines', 'list organization machines', listOrganizationMachines),
		fly.apiRoute('POST', '/apps/:appName/machines', 'create machine', createMachine),
		fly.apiRoute('GET', '/apps/:appName/machines/:machineId', 'get machine', getMachine),
		fly.apiRoute('POST', '/apps/:appName/machines/:machineId', 'update machine', postMachine),
		fly.apiRoute('DELETE', '/apps/:appName/machines/:machineId', 'delete machine', deleteMachine),
		fly.apiRoute('GET', '/apps/:appName/machines/:machineId/events', 'list events', listEvents),
		fly.apiRoute('GET', '/apps/:appName/machines/:machineId/versions', 'list versions', listVersions),
	];
}

function createMachine(fly: Fly, request: SandboxRequest): SandboxResponse {
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
}

async function getMachine(fly: Fly, request: SandboxRequest): Promise<SandboxResponse> {
	const machine = machineOf(fly, request);
	await fly.lifecycle.programEnded(machine);
	return { status: 200, body: presentMachine(fly.world, machine) };
}

function postMachine(fly: Fly, request: SandboxRequest): SandboxResponse {
	const machine = changeableMachine(fly, request);
	updateMachine(fly, machine, jsonBody(request));
	return { status: 200, body: presentMachine(fly.world, machine) };
}

function deleteMachine(fly: Fly, request: SandboxRequest): SandboxResponse {
	const machine = machineOf(fly, request);
	if (machine.state !== 'destroyed') {
		requireLease(fly.world, machine, leaseNonce(request));
		// The vendor's own client says `kill`.
		const { query } = request;
		const force = query.get('force') === 'true' || query.get('kill') === 'true';
		fly.lifecycle.destroy(machine, force);
	}
	return { status: 200, body: { ok: true } };
}

function listEvents(fly: Fly, request: SandboxRequest): SandboxResponse {
	const limit = Number(request.query.get('limit') ?? 20);
	return { status: 200, body: machineOf(fly, request).events.slice(0, limit) };
}

function listVersions(fly: Fly, request: SandboxRequest): SandboxResponse {
	return {
		status: 200,
		body: [...machineOf(fly, request).versions]
			.reverse()
			.map((version) => ({ version: version.instanceId, user_config: version.config })),
	};
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
