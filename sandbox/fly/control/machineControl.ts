import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { notFound } from '../errors';
import type { Fly } from '../fly';
import type { JsonObject } from '../json';
import { jsonBody, objectsIn, pathParameter, readFlag, readText, readWholeNumber } from '../json';
import type { CheckStatus, HostStatus, Machine } from '../model';
import { isMachineState } from '../model';
import { presentLease, presentMachine } from '../present/present';
import { acquireLease } from '../world/leases';
import { oneOf, unprocessable } from './words';

const hostStatuses: readonly HostStatus[] = ['ok', 'full', 'disabled', 'unreachable'];
const checkStatuses: readonly CheckStatus[] = ['passing', 'warning', 'critical'];

/** What happens to one machine behind the API's back. */
export function machineControlRoutes(fly: Fly): SandboxRoute[] {
	return [
		onMachine(fly, 'state', forceState),
		onMachine(fly, 'host', setHost),
		onMachine(fly, 'checks', forceChecks),
		onMachine(fly, 'autostop', letRest),
		onMachine(fly, 'crash', crash),
		{ method: 'POST', pattern: '/machines/:machineId/lease', handle: (request) => leaseToColleague(fly, request) },
	];
}

type MachineControl = (fly: Fly, machine: Machine, body: JsonObject) => void;

function onMachine(fly: Fly, name: string, change: MachineControl): SandboxRoute {
	return {
		method: 'POST',
		pattern: `/machines/:machineId/${name}`,
		handle: (request) => {
			const machine = machineOf(fly, request);
			change(fly, machine, jsonBody(request));
			return { status: 200, body: presentMachine(fly.world, machine) };
		},
	};
}

function machineOf(fly: Fly, request: SandboxRequest): Machine {
	const machine = fly.world.machines.get(pathParameter(request, 'machineId'));
	if (!machine) throw notFound('machine not found');
	return machine;
}

/** It stays in the state it is given; with `stuck` in the one it has. */
function forceState(fly: Fly, machine: Machine, body: JsonObject): void {
	const state = readText(body, 'state');
	if (state === 'stuck') fly.lifecycle.freeze(machine);
	else if (isMachineState(state)) fly.lifecycle.force(machine, state);
	else throw unprocessable(`"${state}" is not a state of a machine`);
}

function setHost(_fly: Fly, machine: Machine, body: JsonObject): void {
	machine.host = oneOf(hostStatuses, body, 'status');
}

/** Without a status the checks say again what the image makes them say. */
function forceChecks(_fly: Fly, machine: Machine, body: JsonObject): void {
	machine.forcedChecks = body['status'] === undefined ? undefined : oneOf(checkStatuses, body, 'status');
}

/** Fly's proxy may put the machine to rest when nobody calls; with `now` it does. */
function letRest(fly: Fly, machine: Machine, body: JsonObject): void {
	const { version } = machine;
	const services = objectsIn(version.config, 'services');
	version.config = { ...version.config, services: services.map((service) => ({ ...service, autostop: 'stop' })) };
	if (readFlag(body, 'now') ?? false) fly.lifecycle.stop(machine);
}

function crash(fly: Fly, machine: Machine, body: JsonObject): void {
	fly.lifecycle.kill(machine, {
		code: readWholeNumber(body, 'code') ?? 1,
		outOfMemory: readFlag(body, 'oom') ?? false,
	});
}

function leaseToColleague(fly: Fly, request: SandboxRequest): SandboxResponse {
	const machine = machineOf(fly, request);
	const body = jsonBody(request);
	machine.lease = undefined;
	const lease = acquireLease(fly.world, machine, {
		ttlSeconds: readWholeNumber(body, 'ttl'),
		description: 'Somebody else',
		owner: readText(body, 'owner') ?? 'colleague@candlefish.ai',
	});
	return { status: 200, body: presentLease(machine, lease) };
}
