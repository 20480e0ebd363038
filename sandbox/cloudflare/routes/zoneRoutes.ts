import type { SandboxHandler, SandboxRoute } from '../../kernel/platform';
import { cloudflareError } from '../errors';
import { success, zoneBody } from '../present';
import { ACCOUNT } from '../seed';
import type { World } from '../world';
import { fieldsOf, pageOf, zoneOf } from './lookups';

const purgeLists = ['files', 'hosts', 'tags', 'prefixes'] as const;

/** Of a plan below Enterprise. https://developers.cloudflare.com/cache/how-to/purge-cache/ */
const mostPurged = 30;

/** Zones, the token itself, and what is purged of the cache. */
export function zoneRoutes(world: World): SandboxRoute[] {
	const verify: SandboxHandler = () =>
		success(
			{ id: 'c0ffee00000000000000000000000000', status: 'active' },
			{
				messages: [{ code: 10000, message: 'This API Token is valid and active' }],
			},
		);
	const list: SandboxHandler = (request) => {
		const name = request.query.get('name');
		const account = request.query.get('account.id');
		const visible = world.zones.filter(
			(zone) =>
				zone.account.id === ACCOUNT.id &&
				(name === null || zone.name === name.toLowerCase()) &&
				(account === null || zone.account.id === account),
		);
		const { page, resultInfo } = pageOf(request, visible, { standard: 20, largest: 50 });
		return success(page.map(zoneBody), { result_info: resultInfo });
	};
	const get: SandboxHandler = (request) => success(zoneBody(zoneOf(world, request)));
	const purge: SandboxHandler = (request) => {
		const zone = zoneOf(world, request);
		const fields = fieldsOf(request);
		const lists = purgeLists.filter((name) => fields[name] !== undefined);
		if (fields.purge_everything !== true && lists.length === 0) {
			throw cloudflareError(
				400,
				1012,
				'Request must contain one of "purge_everything" or "files", "tags", "hosts" or "prefixes"',
			);
		}
		for (const name of lists) assertPurgeable(fields[name], name, zone.name);
		world.purges.push({ zoneId: zone.id, what: fields, atMs: world.now() });
		return success({ id: zone.id });
	};
	return [
		{ method: 'GET', pattern: '/client/v4/user/tokens/verify', handle: verify },
		{ method: 'GET', pattern: '/client/v4/zones', handle: list },
		{ method: 'GET', pattern: '/client/v4/zones/:zone', handle: get },
		{ method: 'POST', pattern: '/client/v4/zones/:zone/purge_cache', handle: purge },
	];
}

function assertPurgeable(value: unknown, name: string, zoneName: string): void {
	const entries: unknown[] = Array.isArray(value) ? value : [];
	if (entries.length === 0 || entries.length > mostPurged) {
		throw cloudflareError(400, 1094, `You may only purge up to ${mostPurged} ${name} at a time`);
	}
	if (name !== 'files') return;
	for (const entry of entries) {
		const address = typeof entry === 'string' && URL.canParse(entry) ? new URL(entry) : undefined;
		const isOwn = address && (address.hostname === zoneName || address.hostname.endsWith(`.${zoneName}`));
		if (!isOwn) throw cloudflareError(400, 1135, 'Invalid URL, the URL must be of this zone');
	}
}
