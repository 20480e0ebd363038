import type { SandboxRequest } from '../../kernel/platform';
import { cloudflareError, notAuthorized, unroutable } from '../errors';
import type { StoredPool, StoredRecord, StoredZone } from '../model';
import { ACCOUNT } from '../seed';
import type { World } from '../world';

const identifier = /^[0-9a-f]{32}$/;

/** The zone of the path, where the token may see it. */
export function zoneOf(world: World, request: SandboxRequest): StoredZone {
	const id = request.params.zone ?? '';
	const zone = world.zones.find((candidate) => candidate.id === id);
	if (!zone) throw identifier.test(id) ? notAuthorized() : unroutable(`/zones/${id}`);
	if (zone.account.id !== ACCOUNT.id) throw notAuthorized();
	return zone;
}

export function recordOf(world: World, request: SandboxRequest): StoredRecord {
	const zone = zoneOf(world, request);
	const record = world.records.find(({ id, zoneId }) => id === request.params.record && zoneId === zone.id);
	if (!record) throw cloudflareError(404, 81044, 'Record does not exist.');
	return record;
}

export function poolOf(world: World, request: SandboxRequest): StoredPool {
	assertAccount(request);
	const pool = world.pools.find(({ id }) => id === request.params.pool);
	if (!pool) throw cloudflareError(404, 1001, 'pool not found');
	return pool;
}

export function assertAccount({ params }: SandboxRequest): void {
	if (params.account !== ACCOUNT.id) throw notAuthorized();
}

export function fieldsOf(request: SandboxRequest): Readonly<Record<string, unknown>> {
	let body: unknown;
	try {
		body = JSON.parse(request.body.toString('utf8'));
	} catch {
		throw cloudflareError(400, 9207, 'Request body is invalid.');
	}
	if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
	throw cloudflareError(400, 9207, 'Request body is invalid.');
}

/** One page of a list, and what is said of all pages. */
export function pageOf<Element>(
	{ query }: SandboxRequest,
	elements: readonly Element[],
	sizes: { readonly standard: number; readonly largest: number },
): { page: Element[]; resultInfo: Record<string, number> } {
	const page = Number(query.get('page') ?? 1);
	const perPage = Number(query.get('per_page') ?? sizes.standard);
	if (!(Number.isInteger(page) && page >= 1 && Number.isInteger(perPage) && perPage >= 1 && perPage <= sizes.largest)) {
		throw cloudflareError(400, 6003, 'Invalid request headers');
	}
	const shown = elements.slice((page - 1) * perPage, page * perPage);
	return {
		page: shown,
		resultInfo: {
			page,
			per_page: perPage,
			count: shown.length,
			total_count: elements.length,
			total_pages: Math.ceil(elements.length / perPage),
		},
	};
}
