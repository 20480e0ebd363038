import { effectiveWaves, rowKey } from '../catalog/catalogDependencies';
import type { CatalogRow } from '../catalog/catalogRow';
import { attemptsIn, hasFailed, isUnseen, rollbackOf, rowUnderWay } from '../ledger/ledgerHistory';
import type { LedgerEntry } from '../ledger/ledgerRow';
import { nameOf, platformBar, shortCommit } from './serviceView';
import type { ServiceSight } from './sight';

/** A service that is to go back, since another one of its release failed. */
export interface CompensationEntry {
	readonly sight: ServiceSight;
	/** What is undone. */
	readonly undone: LedgerEntry;
	/** The platform's id of what it goes back to, and the commit. */
	readonly toDeploymentId: string;
	readonly toCommit: string;
	/** The service that failed, as `service/environment`. */
	readonly because: string;
	/** How often it was tried. */
	readonly triesCount: number;
}

/** A service that belongs on the list, and is not rolled back; with why. */
export interface UncompensatedEntry {
	readonly sight: ServiceSight;
	readonly undone: LedgerEntry;
	readonly because: string;
	readonly reason: string;
	/** Three tries failed. */
	readonly isFailed: boolean;
	/** It is on its way, or could not be seen: it is looked at again. */
	readonly isPending: boolean;
}

/** What a failed release still has to roll back, in the order it is done, and what it leaves. */
export interface Compensation {
	/** What is rolled back now: of the last wave that is not back yet. */
	readonly entries: readonly CompensationEntry[];
	/** What follows when those are back, or given up. */
	readonly later: readonly CompensationEntry[];
	readonly left: readonly UncompensatedEntry[];
}

/** A service that failed, with the attempt that did. */
interface Failure {
	readonly sight: ServiceSight;
	readonly attempt: LedgerEntry;
	/** Rows of the release up to here belong to a state in which it was good. */
	readonly goodUntil: number;
}

const mostTries = 3;

/**
 * What has to go back, derived from the ledger and from what is live each time anew, so that a crash loses
 * nothing of it. In the reverse order of the plan: a wave begins when the one after it is back, or given up.
 */
export function compensationOf(sights: readonly ServiceSight[]): Compensation {
	const failures = sights.flatMap((sight) => failureOf(sight) ?? []);
	const waves = effectiveWaves(sights.map(({ row }) => row));
	const waveOf = ({ sight }: { readonly sight: ServiceSight }): number => waveIn(waves, sight.row);
	const found = sights
		.flatMap((sight) => {
			const failure = failures.find((candidate) => isOnTheList(sight, candidate, sights));
			return failure === undefined ? [] : (entryOf(sight, failure) ?? []);
		})
		.sort((left, right) => waveOf(right) - waveOf(left) || right.sight.row.rowNumber - left.sight.row.rowNumber);
	const entries = found.filter((entry) => 'toDeploymentId' in entry);
	const open = found.filter((entry) => 'toDeploymentId' in entry || entry.isPending);
	const lastWave = Math.max(...open.map(waveOf));
	return {
		entries: entries.filter((entry) => waveOf(entry) === lastWave),
		later: entries.filter((entry) => waveOf(entry) !== lastWave),
		left: found.filter((entry) => 'reason' in entry),
	};
}

function waveIn(waves: ReadonlyMap<string, number>, row: CatalogRow): number {
	return waves.get(rowKey(row.service, row.environment)) ?? row.wave;
}

/** The newest attempt of a service failed, or three in a row ended unseen. Rows from before decisions were noted do not count. */
function failureOf(sight: ServiceSight): Failure | null {
	const attempts = attemptsIn(sight.ledger);
	const [newest] = attempts;
	if (newest === undefined || newest.decision === '') return null;
	const unseenOnes = attempts.filter(({ commit }) => commit === newest.commit).slice(0, mostTries);
	const hasGivenUp = unseenOnes.length === mostTries && unseenOnes.every(isUnseen);
	if (!hasFailed(sight.ledger, newest) && !hasGivenUp) return null;
	const good = attempts.find(({ state, releaseId }) => state === 'live' && releaseId === newest.releaseId);
	return { sight, attempt: newest, goodUntil: good?.place ?? 0 };
}

/** What the release put live before the other one failed, and since that one was good in it. */
function undoneBy({ ledger }: ServiceSight, { attempt, goodUntil }: Failure): LedgerEntry[] {
	const failedMs = Date.parse(attempt.finishedAt) || Number.POSITIVE_INFINITY;
	return attemptsIn(ledger).filter(
		({ state, releaseId, place, startedAt }) =>
			state === 'live' && releaseId === attempt.releaseId && place > goodUntil && !(Date.parse(startedAt) >= failedMs),
	);
}

function isOnTheList(sight: ServiceSight, failure: Failure, sights: readonly ServiceSight[]): boolean {
	const { row } = sight;
	if (nameOf(row) === nameOf(failure.sight.row) || row.compensate === 'never') return false;
	const [newest] = attemptsIn(sight.ledger);
	const [undone] = undoneBy(sight, failure);
	if (undone === undefined || newest?.rowId !== undone.rowId) return false;
	if (row.compensate === 'release' || failure.sight.row.compensate === 'release') return true;
	return dependsOn(row, failure.sight.row, sights) || dependsOn(failure.sight.row, row, sights);
}

/** Whether one service depends on another, directly or by way of others. */
function dependsOn(row: CatalogRow, other: CatalogRow, sights: readonly ServiceSight[]): boolean {
	const visited = new Set<string>();
	const walk = ({ service, environment, dependsOn: names }: CatalogRow): boolean => {
		const key = rowKey(service, environment);
		if (visited.has(key)) return false;
		visited.add(key);
		return sights.some(
			({ row: next }) =>
				next.environment === environment &&
				names.some((name) => rowKey(name, environment) === rowKey(next.service, next.environment)) &&
				(nameOf(next) === nameOf(other) || walk(next)),
		);
	};
	return walk(row);
}

/** What becomes of an entry of the list; null when it is done. */
function entryOf(sight: ServiceSight, failure: Failure): CompensationEntry | UncompensatedEntry | null {
	const { row, ledger, live } = sight;
	const undoneOnes = undoneBy(sight, failure);
	const [undone] = undoneOnes;
	const first = undoneOnes.at(-1);
	if (undone === undefined || first === undefined || rollbackOf(ledger, undone) !== null) return null;
	const because = nameOf(failure.sight.row);
	const left = (reason: string, more: Partial<UncompensatedEntry> = {}): UncompensatedEntry => ({
		sight,
		undone,
		because,
		reason,
		isFailed: false,
		isPending: false,
		...more,
	});
	if (!live.isSeen) return left(`What is live could not be seen: ${live.reason}`, { isPending: true });
	if (live.live.underWay !== null && rowUnderWay(ledger, live.live.underWay)?.kind === 'rollback') {
		return left('Its roll back is under way', { isPending: true });
	}
	if (live.live.deploymentId !== undone.deploymentId && live.live.deploymentId !== undone.liveId) {
		return left(`${shortCommit(live.live.commit)} is live by now, which is none of this release's`);
	}
	if (row.hold) return left('A person holds it');
	const bar = platformBar(row, ledger);
	if (bar !== '') return left(bar);
	const target = verifiedBefore(ledger, first);
	if (target === null) return left('No earlier deployment of it was verified');
	const tries = ledger.filter(
		({ kind, because: cause, place, state }) =>
			kind === 'rollback' && cause === because && place > undone.place && state !== 'held',
	);
	if (tries.length >= mostTries) {
		return left(`${mostTries} roll backs failed: ${tries[0]?.reason || 'nobody saw how they ended'}`, {
			isFailed: true,
		});
	}
	return { sight, undone, because, ...target, triesCount: tries.length };
}

/** What was live before, if it was verified; else the newest that was, before this release touched the service. */
function verifiedBefore(
	ledger: readonly LedgerEntry[],
	first: LedgerEntry,
): Pick<CompensationEntry, 'toDeploymentId' | 'toCommit'> | null {
	const good = ledger.filter(
		({ verified, deploymentId, place }) =>
			verified && deploymentId !== '' && place < first.place && deploymentId !== first.deploymentId,
	);
	const target = good.find(({ deploymentId }) => deploymentId === first.previousId) ?? good[0];
	return target === undefined ? null : { toDeploymentId: target.deploymentId, toCommit: target.commit };
}
