import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { Fly } from '../fly';
import { jsonBody, readText, readWholeNumber } from '../json';
import { acquireLease, liveLease, releaseLease } from '../world/leases';
import { presentLease } from '../present/present';
import { badRequest, notFound } from '../errors';
import { leaseNonce, machineOf } from './machineRequest';

const pattern = '/apps/:appName/machines/:machineId/lease';

export function leaseRoutes(fly: Fly): SandboxRoute[] {
	return [
		fly.apiRoute('GET', pattern, 'get lease', getLease),
		fly.apiRoute('POST', pattern, 'acquire lease', takeLease),
		fly.apiRoute('DELETE', pattern, 'release lease', giveBackLease),
	];
}

function getLease(fly: Fly, request: SandboxRequest): SandboxResponse {
	const machine = machineOf(fly, request);
	const lease = liveLease(fly.world, machine);
	if (!lease) throw notFound('lease not found');
	return { status: 200, body: presentLease(machine, lease) };
}

function takeLease(fly: Fly, request: SandboxRequest): SandboxResponse {
	const machine = machineOf(fly, request);
	if (machine.state === 'destroyed') throw notFound('machine not found');
	const body = jsonBody(request);
	const lease = acquireLease(fly.world, machine, {
		ttlSeconds: readWholeNumber(body, 'ttl') ?? ttlInQuery(request.query),
		description: readText(body, 'description'),
		nonce: leaseNonce(request),
	});
	return { status: 201, body: presentLease(machine, lease) };
}

function giveBackLease(fly: Fly, request: SandboxRequest): SandboxResponse {
	const nonce = leaseNonce(request);
	// Only the header counts: a nonce in the query is ignored, as by the vendor.
	if (nonce === undefined) throw badRequest('missing fly-machine-lease-nonce header');
	releaseLease(fly.world, machineOf(fly, request), nonce);
	return { status: 200, body: { ok: true } };
}

/** The vendor's own client writes the time to live into the query. */
function ttlInQuery(query: URLSearchParams): number | undefined {
	const text = query.get('ttl');
	return text === null ? undefined : Number(text);
}
