import { type SandboxHandler, SandboxHttpError, type SandboxRoute } from '../kernel/platform';
import { recordBody } from './present';
import { readRecord } from './recordChecks';
import type { World } from './world';

/**
 * What a test or the demo may do behind the API's back: `POST /_sandbox/cloudflare/reachability` with
 * `{"address", "isUp"}` as Cloudflare's monitor sees it · `records/change` with `{"name", "type", "content"}`, as a
 * person in the dashboard · `calls` with `{"used": 1000}`, as another user of the same token.
 */
export function controlRoutes(world: World): SandboxRoute[] {
	const reachability: SandboxHandler = (request) => {
		const fields = fieldsOf(request.json());
		if (typeof fields.address !== 'string' || typeof fields.isUp !== 'boolean') throw faulty('address and isUp');
		world.setReachable(fields.address, fields.isUp);
		return { status: 204 };
	};
	const change: SandboxHandler = (request) => {
		const fields = fieldsOf(request.json());
		const record = world.records.find(({ name, type }) => name === fields.name && type === fields.type);
		const zone = world.zones.find(({ id }) => id === record?.zoneId);
		if (!record || !zone) throw faulty('name and type of a record');
		return { status: 200, body: recordBody(world.changeRecord(record, readRecord(fields, zone, record))) };
	};
	const calls: SandboxHandler = (request) => {
		const { used } = fieldsOf(request.json());
		if (typeof used !== 'number' || !Number.isInteger(used) || used < 0) throw faulty('used');
		world.limit.useUp(used);
		return { status: 204 };
	};
	return [
		{ method: 'POST', pattern: '/reachability', handle: reachability },
		{ method: 'POST', pattern: '/records/change', handle: change },
		{ method: 'POST', pattern: '/calls', handle: calls },
	];
}

function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
	return typeof body === 'object' && body !== null ? { ...body } : {};
}

const faulty = (what: string): SandboxHttpError => new SandboxHttpError(400, { message: `The body must name ${what}` });
