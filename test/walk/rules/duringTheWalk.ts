import type { DeploymentRecord } from '../../../nodes/deployment/ledger/record';
import { isTrueAt, numberAt, textAt } from '../../../nodes/deployment/values/jsonFields';
import type { PlatformDeployment } from '../world/place';
import type { Item } from '../world/tables';
import type { World } from '../world/world';
import { Violation } from './violation';

/*
 * What must never be done, whatever happens: asked at the moment at which a platform is called. Written from section 2
 * of the design, not from the code: by what is true in this world, and by what was written down before the decision.
 */

interface Change {
	readonly record: DeploymentRecord;
	/** The item as it came, with when it was decided. */
	readonly item: Item;
}

function decidedAtMs(item: Item): number {
	return numberAt(item, 'decidedAtMs') ?? 0;
}

function endedBefore(row: Item, timeMs: number): boolean {
	return Date.parse(textAt(row, 'finished_at') ?? '') < timeMs;
}

/** Before a platform is told to deploy the content that a service has at a word. */
export function assertMayDeploy(
	world: World,
	{ record, item, word, readAtMs }: Change & { readonly word: string; readonly readAtMs: number },
): void {
	const { service } = record;
	const place = world.place(service);
	place.settle();
	const content = world.repository.contentAt(service, word);
	const heldSinceMs = world.heldSinceMs.get(service);
	if (heldSinceMs !== undefined && heldSinceMs < readAtMs) {
		throw new Violation(`${service} is held, and is deployed`);
	}
	if (place.underWay?.by === 'slipway') {
		throw new Violation(`${service}: ${place.underWay.id} is under way, and another one is begun`);
	}
	assertNotDeployedBefore(world, { record, item }, content);
	assertNotFailedBefore(world, { record, item }, content);
}

/** Never two deployments of one content after it succeeded. */
function assertNotDeployedBefore(world: World, { record: { service }, item }: Change, content: string): void {
	const { live } = world.place(service);
	if (live === null || live.content !== content || live.publishedMs >= decidedAtMs(item)) return;
	const isGood = world.tables.historyOf(service).some((row) => {
		const isIts = row.deployment_id === live.id || row.live_id === live.id;
		return isIts && row.state === 'live' && endedBefore(row, decidedAtMs(item));
	});
	if (isGood) throw new Violation(`${service}: ${content} is live and good, and is deployed again`);
}

/** Failed content is not tried again by itself. */
function assertNotFailedBefore(world: World, { record: { service }, item }: Change, content: string): void {
	const newest = world.tables
		.historyOf(service)
		.find((row) => row.kind === 'deploy' && row.deployment_id !== '' && endedBefore(row, decidedAtMs(item)));
	if (newest === undefined || (newest.state !== 'failed' && newest.state !== 'rolledBack')) return;
	if (isTrueAt(item, 'release', 'wish')) return;
	const tried = world.repository.contentOf(service, textAt(newest, 'commit') ?? '');
	if (tried === content) throw new Violation(`${service}: ${content} failed, and is tried again by itself`);
}

/**
 * A run died after it had noted that it begins, and somebody deployed the same commit right then: nobody can tell that from
 * a deployment whose answer was lost. It was gated and told as the release's, and goes back with it.
 */
function isTakenForOurs(world: World, service: string, { id, word, publishedMs }: PlatformDeployment): boolean {
	return world.tables
		.historyOf(service)
		.some(
			(row) =>
				row.kind === 'deploy' &&
				row.decision === 'verify' &&
				row.deployment_id === id &&
				world.repository.wordOf(textAt(row, 'commit') ?? '') === word &&
				Date.parse(textAt(row, 'started_at') ?? '') <= publishedMs,
		);
}

/** Before a platform is told to roll back. */
export function assertMayRollBack(world: World, { record, item }: Change): void {
	if (isTrueAt(item, 'byHand')) return;
	const { service, badDeploymentId, because } = record;
	const heldSinceMs = world.heldSinceMs.get(service);
	if (heldSinceMs !== undefined && heldSinceMs < decidedAtMs(item)) {
		throw new Violation(`${service} is held, and is rolled back by itself`);
	}
	const { live } = world.place(service);
	if (live === null || live.id !== badDeploymentId) return;
	// By its commit it is what this run deployed and found bad, whoever deployed that once more meanwhile.
	const isSameCommit = live.word === world.repository.wordOf(textAt(item, 'commit') ?? '');
	if (live.by === 'outside' && !isSameCommit && !isTakenForOurs(world, service, live))
		throw new Violation(`${service}: what somebody deployed outside is rolled back`);
	if (because === '' && live.isHealthy) throw new Violation(`${service}: ${live.id} is healthy, and is rolled back`);
}
