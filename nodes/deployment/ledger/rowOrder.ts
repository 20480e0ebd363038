import type { LedgerEntry } from './ledgerRow';

/**
 * The rows of one service and environment, newest first. By their ids, which they get as they begin; but a row that was
 * kept while the ledger took nothing has a higher id than younger ones, and belongs below whatever began after its end.
 */
export function newestFirst(entries: readonly LedgerEntry[]): LedgerEntry[] {
	const placed: LedgerEntry[] = [];
	for (const entry of [...entries].sort(byRow)) {
		const index = placed.findIndex((other) => hasEndedBefore(entry, other));
		const above = placed[index];
		if (above === undefined) {
			placed.push({ ...entry, place: entry.rowId });
			continue;
		}
		// Not below the rows of other services that are older than the one above.
		const below = Math.max(placed[index - 1]?.place ?? 0, above.place - 1);
		placed.splice(index, 0, { ...entry, place: (below + above.place) / 2 });
	}
	return placed.reverse();
}

function byRow(left: LedgerEntry, right: LedgerEntry): number {
	return left.rowId - right.rowId || (Date.parse(left.startedAt) || 0) - (Date.parse(right.startedAt) || 0);
}

function hasEndedBefore({ finishedAt }: LedgerEntry, { startedAt }: LedgerEntry): boolean {
	return Date.parse(finishedAt) < Date.parse(startedAt);
}
