import { waitingPages } from '../../../nodes/deployment/ledger/outbox';
import { type Service, services, type World } from '../world/world';
import { explain, releaseKey } from './explanation';

/** One page is open while something is wrong, and none when nothing is. */
export function pagesAtTheEnd(world: World): string[] {
	const { open } = world.pager;
	const hash = Object.fromEntries(world.redis.store.fieldsOf('slipway:tell'));
	const untold = waitingPages(hash, world.n8n.nowMs + 24 * 60 * 60_000);
	const ofRelease = [releaseKey, ...services.map((service) => `slipway/${service}/production`)];
	const isOpen = ofRelease.some((key) => open.has(key));
	const wrong = services.filter((service) => hasToBeTold(world, service));
	const isWell = services.every((service) => isGood(world, service));
	return [
		...untold.map(({ key }) => `the page ${String(key)} was never told`),
		...(wrong.length > 0 && !isOpen ? [`nobody is paged about ${wrong.join(', ')}`] : []),
		...(isWell && isOpen ? [`all is well, and ${ofRelease.filter((key) => open.has(key)).join(', ')} is open`] : []),
	];
}

function hasToBeTold(world: World, service: Service): boolean {
	const explained = explain(world, service);
	if (explained === 'failed' || explained === 'gaveUp' || explained === 'drifted' || explained === 'noImage')
		return true;
	const { live } = world.place(service);
	return live !== null && !live.isHealthy && world.place(service).changedBy === 'slipway';
}

function isGood(world: World, service: Service): boolean {
	const { live, changedBy } = world.place(service);
	const { hold } = world.tables.rowOf(service);
	return (
		explain(world, service) === 'asTheHead' &&
		live?.isHealthy === true &&
		changedBy === 'slipway' &&
		hold !== true &&
		!isRollBackMissing(world, service)
	);
}

/** A person wanted what is live to go back, and it did not: its page is open until the next deployment is good. */
function isRollBackMissing(world: World, service: Service): boolean {
	const newest = world.tables.historyOf(service).find((row) => row.kind !== 'look');
	return newest?.kind === 'rollback' && newest.actor === 'kim' && newest.state === 'failed';
}
