import type { SandboxHandler, SandboxRoute } from '../../kernel/platform';
import { cloudflareError } from '../errors';
import type { StoredOrigin, StoredPool } from '../model';
import { poolBody, success } from '../present';
import type { World } from '../world';
import { assertAccount, fieldsOf, poolOf } from './lookups';

const dataCenters = ['Amsterdam, NL', 'Ashburn, VA, US'] as const;

/** https://developers.cloudflare.com/api/resources/load_balancers/subresources/pools/ */
export function poolRoutes(world: World): SandboxRoute[] {
	const list: SandboxHandler = (request) => {
		assertAccount(request);
		const monitor = request.query.get('monitor');
		return success(world.pools.filter((pool) => monitor === null || pool.monitor === monitor).map(poolBody));
	};
	const get: SandboxHandler = (request) => success(poolBody(poolOf(world, request)));
	const change: SandboxHandler = (request) => {
		const pool = poolOf(world, request);
		const fields = fieldsOf(request);
		return success(
			poolBody(
				world.changePool({
					...pool,
					...(typeof fields.name === 'string' && { name: fields.name }),
					...(typeof fields.enabled === 'boolean' && { enabled: fields.enabled }),
					// The list that is sent takes the place of the whole list.
					...(fields.origins !== undefined && { origins: originsIn(fields.origins, pool, world.now()) }),
				}),
			),
		);
	};
	const health: SandboxHandler = (request) => success(healthBody(world, poolOf(world, request)));
	const pools = '/client/v4/accounts/:account/load_balancers/pools';
	return [
		{ method: 'GET', pattern: pools, handle: list },
		{ method: 'GET', pattern: `${pools}/:pool`, handle: get },
		{ method: 'PATCH', pattern: `${pools}/:pool`, handle: change },
		{ method: 'GET', pattern: `${pools}/:pool/health`, handle: health },
	];
}

function originsIn(value: unknown, pool: StoredPool, nowMs: number): StoredOrigin[] {
	const entries: unknown[] = Array.isArray(value) ? value : [];
	if (entries.length === 0)
		throw cloudflareError(400, 1002, 'origins: validation failed: at least one origin is required');
	return entries.map((entry) => {
		const fields = new Map<string, unknown>(typeof entry === 'object' && entry !== null ? Object.entries(entry) : []);
		const [name, address] = [fields.get('name'), fields.get('address')];
		if (typeof name !== 'string' || typeof address !== 'string') {
			throw cloudflareError(400, 1002, 'origins: validation failed: name and address are required');
		}
		const enabled = fields.get('enabled') !== false;
		const before = pool.origins.find((origin) => origin.name === name);
		const weight = fields.get('weight');
		return {
			name,
			address,
			enabled,
			weight: typeof weight === 'number' ? weight : 1,
			disabledAtMs: enabled ? null : (before?.disabledAtMs ?? nowMs),
		};
	});
}

function healthBody(world: World, pool: StoredPool) {
	const enabled = pool.origins.filter((origin) => origin.enabled);
	const origins = enabled.map(({ address }) => {
		const healthy = world.isSeenUp(address);
		return {
			[address]: {
				healthy,
				rtt: healthy ? '12.1ms' : '0s',
				failure_reason: healthy ? 'No failures' : 'TCP connection failed',
				response_code: healthy ? 200 : 0,
			},
		};
	});
	const healthy = enabled.filter(({ address }) => world.isSeenUp(address)).length >= pool.minimumOrigins;
	return {
		pool_id: pool.id,
		pop_health: Object.fromEntries(dataCenters.map((place) => [place, { healthy, origins }])),
	};
}
