import type { SandboxRequest } from '../../kernel/platform';
import { badRequest, flyError, notFound } from '../errors';
import type { Fly } from '../fly';
import type { JsonObject } from '../json';
import { isJsonObject, pathParameter, readText, readTexts } from '../json';
import type { Machine } from '../model';
import { hasContainers, requireContainers } from '../world/containers';
import { requireLease } from '../world/leases';

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
		throw flyError(408, "deadline_exceeded: the machine's host does not answer");
	}
	return machine;
}

/** The configuration of a create or update, as it will be kept. Raises 400. */
export function readConfig(body: JsonObject): JsonObject {
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
