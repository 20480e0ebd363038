import type { SandboxRequest, SandboxResponse } from '../../../kernel/platform';
import type { RedisDatabase } from '../model';
import { presentDatabase, presentWhole, upstashError } from '../present';
import { readRegionsOf, requirePrimaryRegion } from '../regions';
import { presentStats } from '../stats';
import type { AccountWorld } from '../world';
import { change } from './change';
import { flagAt, jsonBody, requiredText } from './requestBody';

const plans = [
	'free',
	'payg',
	'fixed_250mb',
	'fixed_1gb',
	'fixed_5gb',
	'fixed_10gb',
	'fixed_50gb',
	'fixed_100gb',
	'fixed_500gb',
];

const ok = (body: unknown): SandboxResponse => ({ status: 200, body });

export function databaseHandlers(world: AccountWorld) {
	const idOf = ({ params }: SandboxRequest): string => params['id'] ?? '';
	return {
		list: () => ok([...world.databases.values()].map(presentDatabase)),
		create: (request: SandboxRequest) => ok(presentWhole(createDatabase(world, request))),
		get(request: SandboxRequest) {
			const database = world.database(idOf(request));
			const isHidden = request.query.get('credentials') === 'hide';
			return ok(isHidden ? presentDatabase(database) : presentWhole(database));
		},
		remove: change(world, ({ id }) => world.databases.delete(id)),
		updateRegions: change(world, (database, request) => {
			world.setReadRegions(database, readRegionsOf(jsonBody(request)['read_regions'], database.primaryRegion));
		}),
		enableEviction: change(world, (database) => {
			database.eviction = true;
		}),
		disableEviction: change(world, (database) => {
			database.eviction = false;
		}),
		resetPassword(request: SandboxRequest) {
			const database = world.changeable(idOf(request));
			world.resetPassword(database);
			return ok(presentWhole(database));
		},
		stats: (request: SandboxRequest) => ok(presentStats(world.database(idOf(request)), world.now())),
	};
}

function createDatabase(world: AccountWorld, request: SandboxRequest): RedisDatabase {
	const body = jsonBody(request);
	const name = requiredText(body, 'database_name');
	const platform = requiredText(body, 'platform');
	if (platform !== 'aws' && platform !== 'gcp') throw upstashError(400, 'platform must be aws or gcp');
	const primaryRegion = requirePrimaryRegion(platform, requiredText(body, 'primary_region'));
	const plan = body['plan'] ?? 'payg';
	if (typeof plan !== 'string' || !plans.includes(plan)) throw upstashError(400, 'invalid plan');
	const budget = body['budget'] ?? 20;
	if (typeof budget !== 'number' || budget < 0) throw upstashError(400, 'invalid budget');
	return world.add({
		name,
		platform,
		primaryRegion,
		readRegions: readRegionsOf(body['read_regions'] ?? [], primaryRegion),
		plan: plan === 'free' || plan === 'payg' ? plan : 'paid',
		budget,
		eviction: flagAt(body, 'eviction') ?? false,
	});
}
