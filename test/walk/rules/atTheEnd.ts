import { textAt } from '../../../nodes/deployment/values/jsonFields';
import { type Service, services, turnName, type World } from '../world/world';
import { pagesAtTheEnd } from './pagesAtTheEnd';
import { uncompensated } from './compensation';
import { explain } from './explanation';

/** What is wrong after everything calmed down and GitHub Watch has looked; empty when all holds. */
export function wrongAtTheEnd(world: World): string[] {
	return [
		...services.flatMap((service) => notDeployed(world, service)),
		...services.flatMap((service) => unseenLive(world, service)),
		...openRows(world),
		...leftInRedis(world),
		...uncompensated(world),
		...pagesAtTheEnd(world),
	];
}

/** Before anybody looks who would not have without a walk: of what nobody changed outside. */
export function silentlyNotDeployed(world: World): string[] {
	const isOurs = services.every((service) => world.place(service).changedBy === 'slipway');
	return isOurs ? services.flatMap((service) => notDeployed(world, service)) : [];
}

function notDeployed(world: World, service: Service): string[] {
	const place = world.place(service);
	place.settle();
	if (explain(world, service) !== undefined) return [];
	const live = place.live === null ? 'nothing' : `${place.live.id} (${place.live.content})`;
	const wanted = world.repository.headContent(service);
	return [`${service}: ${wanted} was pushed and is silently not deployed: ${live} is live`];
}

/** Nothing is live that was not judged and written down; what somebody put there outside is written down. */
function unseenLive(world: World, service: Service): string[] {
	const { live } = world.place(service);
	// Before the branch was first seen, or where it is gone, nobody looks.
	if (live === null || world.repository.head === null) return [];
	const rows = world.tables.historyOf(service);
	const ofIt = rows.filter((row) => row.live_id === live.id || row.deployment_id === live.id);
	const verdict = ofIt.find((row) =>
		['live', 'failed', 'rolledBack', 'unhealthy', 'drifted'].includes(String(row.state)),
	);
	if (verdict === undefined) return [`${service}: ${live.id} is live, and nobody judged it`];
	const isCalledGood =
		verdict.state === 'live' || (verdict.state === 'rolledBack' && verdict.deployment_id !== live.id);
	if (isCalledGood && !live.isHealthy && verdict.live_id === live.id)
		return [`${service}: ${live.id} is bad, and the ledger calls it good (row ${String(verdict.id)})`];
	return [];
}

/** Each row has its end; where the branch is gone nothing is looked at, by the first line of the table. */
function openRows(world: World): string[] {
	const { ledger } = world.tables;
	if (world.repository.head === null) return [];
	const running = ledger.filter((row) => row.state === 'running');
	return [
		...running.map(
			(row) => `row ${String(row.id)} of ${textAt(row, 'service')} says running for ever (${textAt(row, 'kind')})`,
		),
	];
}

function leftInRedis(world: World): string[] {
	const { store } = world.redis;
	const owner = store.field(`slipway:turn:${turnName}`, 'owner');
	return [
		...(owner === '' ? [] : [`the turn is still ${owner}'s`]),
		...store.keysWith('slipway:lock:').map((key) => `${key} is still held by ${store.field(key, 'owner')}`),
		...[...store.fieldsOf('slipway:rows').keys()].map((key) => `the row ${key} is still kept in Redis`),
	];
}
