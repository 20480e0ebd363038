import { numberAt, valueAt } from '../../deployment/values/jsonFields';
import { path } from '../../shared/http/path';
import type { PlatformRequest } from '../../shared/http/platform';
import { OperationFailure, PlatformRequestError } from '../../shared/operation/errors';
import type { CloudflareClient } from './client';
import type { CloudflareZone } from './types';

const mostPages = 200;

/** All elements of a list that pages by number, up to `limit`. */
export async function listPages<Element>(
	client: CloudflareClient,
	request: PlatformRequest,
	{ limit, pageSize }: { readonly limit: number; readonly pageSize: number },
): Promise<Element[]> {
	const elements: Element[] = [];
	for (let page = 1; page <= mostPages; page++) {
		const body = await client.answer({ ...request, query: { ...request.query, page, per_page: pageSize } });
		const found = valueAt(body, 'result');
		if (!Array.isArray(found)) {
			const action = `${request.method} ${request.path}`;
			throw new PlatformRequestError('Cloudflare', action, 200, 'the answer holds no list', null, 'unreadable');
		}
		elements.push(...(found as Element[]));
		const total = numberAt(valueAt(body, 'result_info'), 'total_count');
		const isLast = found.length < pageSize || (total !== null && elements.length >= total);
		if (isLast || elements.length >= limit) return elements.slice(0, limit);
	}
	throw new OperationFailure(
		`Cloudflare gave ${mostPages} pages for ${request.path} and no end`,
		'Set a limit instead of Return All, and report this',
	);
}

/** Zones that the token may see; only that of an exact name where one is given. */
export async function listZones(client: CloudflareClient, name: string, limit: number): Promise<CloudflareZone[]> {
	const query = name === '' ? {} : { name: name.toLowerCase() };
	return await listPages<CloudflareZone>(client, { method: 'GET', path: '/zones', query }, { limit, pageSize: 50 });
}

/** A zone by its id or its name. @throws OperationFailure when the token may see none, or several of that name. */
export async function findZone(client: CloudflareClient, entered: string): Promise<CloudflareZone> {
	if (/^[0-9a-f]{32}$/.test(entered)) {
		return await client.result<CloudflareZone>({ method: 'GET', path: path`/zones/${entered}` });
	}
	const [zone, ...others] = await listZones(client, entered, 50);
	if (zone && others.length === 0) return zone;
	throw new OperationFailure(
		zone
			? `Several zones of Cloudflare have the name ${entered}, in different accounts`
			: `Cloudflare has no zone "${entered}" that this credential may see`,
		zone
			? "Choose the zone from the list, or give its id: it stands on the zone's Overview page"
			: 'Choose the zone from the list; a name within a zone, such as www.example.com, is no zone. The token must be for it',
	);
}
