import { textAt } from '../../../nodes/deployment/values/jsonFields';
import type { Item } from '../world/tables';
import { type Service, services, turnName, type World } from '../world/world';

/** Why a service may be at another content than the head's: what is true in this world, by the table in section 2. */
export type Explanation =
	| 'asTheHead'
	| 'branchGone'
	| 'held'
	| 'skipped'
	| 'drifted'
	| 'failed'
	| 'gaveUp'
	| 'noImage'
	| 'waitsForAnother'
	| 'compensated'
	| 'wholeRelease';

export const dependenciesOf: Readonly<Record<Service, readonly Service[]>> = {
	gateway: [],
	api: ['gateway'],
	web: ['api'],
	workers: [],
};

export const releaseKey = `slipway/${turnName}`;

/** The newest row of a deployment that came to its platform, or may have. */
export function newestAttempt(world: World, service: string): Item | undefined {
	return world.tables
		.historyOf(service)
		.find(
			(row) =>
				row.kind === 'deploy' &&
				row.state !== 'held' &&
				!(row.deployment_id === '' && (row.state === 'skipped' || row.state === 'superseded')),
		);
}

export function contentOfRow(world: World, service: string, row: Item | undefined): string {
	return world.repository.contentOf(service, textAt(row, 'commit') ?? '');
}

/** Undefined where nothing explains it: then something that was pushed was silently never deployed. */
export function explain(world: World, service: Service, above: readonly Service[] = []): Explanation | undefined {
	const { repository, tables } = world;
	const place = world.place(service);
	const content = repository.headContent(service);
	if (repository.head === null) return 'branchGone';
	if (place.live?.content === content) return 'asTheHead';
	if (tables.rowOf(service).hold === true) return 'held';
	if (repository.message.includes('[skip deploy]')) return 'skipped';
	if (isDrifted(world, service)) return 'drifted';
	if (hasFailedAt(world, service, content)) return 'failed';
	const attempt = newestAttempt(world, service);
	if (attempt !== undefined && contentOfRow(world, service, attempt) === content) {
		const wasTakenOut = tables
			.historyOf(service)
			.some((row) => row.kind === 'rollback' && row.state === 'live' && row.previous_id === attempt.deployment_id);
		if (wasTakenOut && attempt.state === 'live') return 'compensated';
		if (hasGivenUp(world, service, content)) return 'gaveUp';
	}
	const waits = dependenciesOf[service].some((other) => waitsFor(world, other, [...above, service]));
	if (waits) return 'waitsForAnother';
	if (place.platform === 'fly' && !repository.hasImageOfHead(service)) return 'noImage';
	if (tables.rowOf(service).compensate === 'release' && services.some((other) => isFailed(world, other)))
		return 'wholeRelease';
	return undefined;
}

function isFailed(world: World, service: Service): boolean {
	const explained = explainAlone(world, service);
	return explained === 'failed' || explained === 'gaveUp';
}

function explainAlone(world: World, service: Service): Explanation | undefined {
	if (world.place(service).live?.content === world.repository.headContent(service)) return 'asTheHead';
	return hasFailedAt(world, service, world.repository.headContent(service)) ? 'failed' : undefined;
}

/**
 * Whether another service keeps this one waiting: it is not at the head's content, or is not known to be good there.
 * What somebody put there outside was judged by nobody, and is told until a person asks.
 */
function waitsFor(world: World, other: Service, above: readonly Service[]): boolean {
	if (isDrifted(world, other)) return true;
	const explained = explain(world, other, above);
	if (explained === 'asTheHead') {
		const isGood = world.place(other).live?.isHealthy === true;
		return !isGood || dependenciesOf[other].some((below) => explain(world, below, above) === 'noImage');
	}
	return explained !== undefined;
}

/** Somebody changed outside what is live, the ledger has it, and the head's content is still what it was then. */
function isDrifted(world: World, service: Service): boolean {
	const place = world.place(service);
	if (place.changedBy !== 'outside') return false;
	const liveId = place.live?.id ?? 'none';
	const drift = world.tables.historyOf(service).find((row) => row.state === 'drifted' && row.live_id === liveId);
	const then = world.repository.contentOf(service, textAt(drift, 'head_commit') ?? '');
	return drift !== undefined && then === world.repository.headContent(service);
}

/**
 * It was tried, and is bad or does not build: in truth, and by the newest attempt. Or its platform was away when it was
 * to begin: that is a failure as well, of which somebody is told, and which a person tries again. Whether the next call
 * would go through is not known, and what is wrong with a credential or a limit looks the same.
 */
function hasFailedAt(world: World, service: Service, content: string): boolean {
	const name = `${service}@${content}`;
	const attempt = newestAttempt(world, service);
	if (attempt?.state === 'failed' && attempt.deployment_id === '' && world.place(service).refused.has(content))
		return contentOfRow(world, service, attempt) === content;
	// Somebody put back what was there before, while it was followed: that is told as its failure, and left.
	if (
		attempt?.state === 'failed' &&
		world.place(service).changedBy === 'outside' &&
		attempt.live_id === attempt.previous_id
	)
		return attempt.live_id === world.place(service).live?.id && contentOfRow(world, service, attempt) === content;
	const wasTried = world.place(service).past.some((each) => each.by === 'slipway' && each.content === content);
	const isBad = world.bad.has(name) || world.failing.has(name);
	return isBad && wasTried && contentOfRow(world, service, attempt) === content;
}

/** Three deployments of it ended without anybody seeing how. */
function hasGivenUp(world: World, service: Service, content: string): boolean {
	const unseen = ['running', 'unknown', 'stoppedByPerson', 'superseded'];
	const rows = world.tables
		.historyOf(service)
		.filter((row) => row.kind === 'deploy' && contentOfRow(world, service, row) === content);
	return rows.slice(0, 3).length === 3 && rows.slice(0, 3).every((row) => unseen.includes(textAt(row, 'state') ?? ''));
}
