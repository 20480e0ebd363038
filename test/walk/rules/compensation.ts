import { textAt } from '../../../nodes/deployment/values/jsonFields';
import type { Item } from '../world/tables';
import { type Service, services, type World } from '../world/world';
import { dependenciesOf, newestAttempt } from './explanation';

function dependsOn(one: Service, other: Service): boolean {
	return dependenciesOf[one].some((below) => below === other || dependsOn(below, other));
}

/**
 * A service failed, and went live in the same release as another that it depends on, or that depends on it: that one is
 * not live any more by this release, or a page says that it stays.
 */
export function uncompensated(world: World): string[] {
	const failed = services.filter((service) => {
		const state = newestAttempt(world, service)?.state;
		return state === 'failed' || state === 'rolledBack';
	});
	return failed.flatMap((service) =>
		services
			.filter((other) => other !== service && (dependsOn(other, service) || dependsOn(service, other)))
			.filter((other) => isLeft(world, other, service) && !isSaid(world, other))
			.map((other) => `${other} is still live by the release in which ${service} failed, and nobody was told`),
	);
}

function isLeft(world: World, other: Service, failed: Service): boolean {
	const { live, changedBy } = world.place(other);
	// What somebody put back outside, after it had been taken out, is live by that hand: a drift, of which its page tells.
	if (changedBy === 'outside') return false;
	const failure = newestAttempt(world, failed);
	const attempt = newestAttempt(world, other);
	if (attempt === undefined || failure === undefined || attempt.state !== 'live') return false;
	if (attempt.release_id !== failure.release_id || attempt.deployment_id !== live?.id) return false;
	if (world.tables.rowOf(other).compensate === 'never') return false;
	// What the failed one was good with, earlier in that release, stays.
	const good = world.tables
		.historyOf(failed)
		.find((row) => row.kind === 'deploy' && row.state === 'live' && row.release_id === failure.release_id);
	const failedAtMs = timeIn(failure, 'finished_at');
	const startedMs = timeIn(attempt, 'started_at');
	return (good === undefined || startedMs > timeIn(good, 'started_at')) && startedMs < failedAtMs;
}

function timeIn(row: Item, column: 'started_at' | 'finished_at'): number {
	return Date.parse(textAt(row, column) ?? '');
}

/** Somebody was told that it stays: by the release, or when it was found out later. */
function isSaid(world: World, service: Service): boolean {
	const name = `${service}/production`;
	return world.pager.told.some(
		({ summary, details }) =>
			new RegExp(`Not rolled back: [^.]*${name}`).test(summary + details) ||
			summary.includes(`${name} was not rolled back`) ||
			details.includes(`"notRolledBack":["${name}`) ||
			new RegExp(`"notRolledBack":\\[[^\\]]*${name}`).test(details),
	);
}
