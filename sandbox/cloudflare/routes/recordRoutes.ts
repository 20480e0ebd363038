import type { SandboxHandler, SandboxRoute } from '../../kernel/platform';
import type { StoredRecord } from '../model';
import { recordBody, success } from '../present';
import { assertRoomFor, readRecord } from '../recordChecks';
import type { World } from '../world';
import { fieldsOf, pageOf, recordOf, zoneOf } from './lookups';

/** https://developers.cloudflare.com/api/resources/dns/subresources/records/ */
export function recordRoutes(world: World): SandboxRoute[] {
	const othersThan = (record: StoredRecord): StoredRecord[] =>
		world.records.filter(({ id, zoneId }) => zoneId === record.zoneId && id !== record.id);
	const list: SandboxHandler = (request) => {
		const zone = zoneOf(world, request);
		const wanted = (name: string) => request.query.get(name)?.toLowerCase() ?? null;
		const [name, type, content, search] = [wanted('name'), wanted('type'), wanted('content'), wanted('search')];
		const found = world.records.filter(
			(record) =>
				record.zoneId === zone.id &&
				(name === null || record.name === name) &&
				(type === null || record.type.toLowerCase() === type) &&
				(content === null || record.content.toLowerCase() === content) &&
				(search === null || `${record.name} ${record.content}`.toLowerCase().includes(search)),
		);
		const { page, resultInfo } = pageOf(request, found, { standard: 100, largest: 5_000 });
		return success(page.map(recordBody), { result_info: resultInfo });
	};
	const get: SandboxHandler = (request) => success(recordBody(recordOf(world, request)));
	const create: SandboxHandler = (request) => {
		const zone = zoneOf(world, request);
		const wish = readRecord(fieldsOf(request), zone);
		assertRoomFor(
			wish,
			world.records.filter(({ zoneId }) => zoneId === zone.id),
		);
		return success(recordBody(world.createRecord(zone, wish)));
	};
	const change: SandboxHandler = (request) => {
		const record = recordOf(world, request);
		const before = request.method === 'PATCH' ? record : undefined;
		const wish = readRecord(fieldsOf(request), zoneOf(world, request), before);
		assertRoomFor(wish, othersThan(record));
		return success(recordBody(world.changeRecord(record, wish)));
	};
	const remove: SandboxHandler = (request) => {
		const record = recordOf(world, request);
		world.deleteRecord(record);
		return { status: 200, body: { success: true, errors: [], messages: [], result: { id: record.id } } };
	};
	const records = '/client/v4/zones/:zone/dns_records';
	return [
		{ method: 'GET', pattern: records, handle: list },
		{ method: 'POST', pattern: records, handle: create },
		{ method: 'GET', pattern: `${records}/:record`, handle: get },
		{ method: 'PATCH', pattern: `${records}/:record`, handle: change },
		{ method: 'PUT', pattern: `${records}/:record`, handle: change },
		{ method: 'DELETE', pattern: `${records}/:record`, handle: remove },
	];
}
