import { isRecord, textAt } from '../values/jsonFields';
import { parseJson, writeJson } from '../values/json';
import { fromLedgerRow, type LedgerEntry } from './ledgerRow';
import { rowsKey } from './outbox';

/** In characters, all together: an item stays small, and what is kept is little more than what runs at this moment. */
const maxKeptLength = 40_000;

/** The words of the Redis command that keeps a row which the ledger does not take, under that key. */
export function keepRow(key: string, row: Readonly<Record<string, unknown>>): readonly string[] {
	return ['HSET', rowsKey, key, writeJson(row)];
}

/** The words of the one that forgets it. */
export function forgetRow(key: string): readonly string[] {
	return ['HDEL', rowsKey, key];
}

/**
 * Rows of deployments of a branch that the ledger did not take, out of the texts that are kept of them, newest first;
 * the oldest ones are left out where they are too many.
 */
export function readKeptRows(texts: readonly string[], branch: string): Array<Readonly<Record<string, unknown>>> {
	const rows = texts.flatMap((text) => {
		const read = parseJson(text);
		const isIts = read.ok && textAt(read.value, 'service') !== null && textAt(read.value, 'branch') === branch;
		return isIts && isRecord(read.value) ? [{ row: read.value, length: text.length }] : [];
	});
	rows.sort((left, right) => startOf(right.row) - startOf(left.row));
	let length = 0;
	return rows.filter((kept) => (length += kept.length) <= maxKeptLength).map(({ row }) => row);
}

function startOf(row: unknown): number {
	return Date.parse(textAt(row, 'started_at') ?? '') || 0;
}

/**
 * The ledger, newest first, as it would be had it taken what is kept: a row that was begun there with its end, and
 * new ones where they belong by when they began, since the ledger may have taken younger ones meanwhile. Their ids then
 * only tell their places.
 */
export function withKeptRows(ledger: readonly LedgerEntry[], keptRows: readonly unknown[]): LedgerEntry[] {
	const entries = [...ledger].sort(byRowId);
	const kept = keptRows
		.flatMap((row) => fromLedgerRow(row) ?? [])
		.sort((left, right) => Date.parse(left.startedAt) - Date.parse(right.startedAt));
	for (const entry of kept) {
		const place = entries.findIndex((written) => isSameRow(written, entry));
		const written = entries[place];
		if (written === undefined) insert(entries, entry);
		else if (!isOutdated(entry, written)) entries[place] = { ...entry, rowId: written.rowId, place: written.place };
	}
	return entries.reverse();
}

function byRowId(left: LedgerEntry, right: LedgerEntry): number {
	return left.rowId - right.rowId;
}

/** Below the first that began later, with an id between its neighbours'. */
function insert(entries: LedgerEntry[], entry: LedgerEntry): void {
	const startedMs = Date.parse(entry.startedAt);
	const later = entries.findIndex((other) => Date.parse(other.startedAt) > startedMs);
	const place = later < 0 ? entries.length : later;
	const below = entries[place - 1]?.rowId ?? 0;
	const above = entries[place]?.rowId;
	const rowId = above === undefined ? below + 1 : (below + above) / 2;
	entries.splice(place, 0, { ...entry, rowId, place: rowId, isKept: true });
}

/** Its beginning was kept, and its end was written. */
function isOutdated(kept: LedgerEntry, written: LedgerEntry): boolean {
	return kept.state === 'running' && written.state !== 'running';
}

/** By its id; or a new one that was written by now, and is not forgotten yet. */
function isSameRow(written: LedgerEntry, kept: LedgerEntry): boolean {
	return kept.rowId > 0 ? written.rowId === kept.rowId : isSameDeployment(written, kept);
}

function isSameDeployment(one: LedgerEntry, other: LedgerEntry): boolean {
	return (
		one.releaseId === other.releaseId &&
		one.service === other.service &&
		one.environment === other.environment &&
		one.kind === other.kind &&
		Date.parse(one.startedAt) === Date.parse(other.startedAt)
	);
}

/**
 * The beginnings that the ledger took, out of what was kept, when it had their ends already: what is in it twice says
 * `running` for ever, and counts for nothing.
 */
export function doublesIn(ledger: readonly LedgerEntry[]): LedgerEntry[] {
	const begun = ledger.filter(({ state }) => state === 'running');
	if (begun.length === 0) return [];
	const ended = ledger.filter(({ state }) => state !== 'running');
	return begun.filter((entry) => ended.some((other) => isSameDeployment(other, entry)));
}
