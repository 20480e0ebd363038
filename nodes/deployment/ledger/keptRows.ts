import { isRecord, textAt } from '../values/jsonFields';
import { parseJson } from '../values/json';
import { fromLedgerRow, type LedgerEntry } from './ledgerRow';

/** In characters, all together: an item stays small, and what is kept is little more than what runs at this moment. */
const maxKeptLength = 40_000;

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
 * new ones on top. Their ids then only tell their places.
 */
export function withKeptRows(ledger: readonly LedgerEntry[], keptRows: readonly unknown[]): LedgerEntry[] {
	const entries = [...ledger];
	const kept = keptRows
		.flatMap((row) => fromLedgerRow(row) ?? [])
		.sort((left, right) => Date.parse(left.startedAt) - Date.parse(right.startedAt));
	let nextId = Math.max(0, ...entries.map(({ rowId }) => rowId)) + 1;
	for (const entry of kept) {
		const place = entries.findIndex((written) => isSameRow(written, entry));
		const written = entries[place];
		if (written === undefined) entries.push({ ...entry, rowId: nextId++, isKept: true });
		else entries[place] = { ...entry, rowId: written.rowId };
	}
	return entries.sort((left, right) => right.rowId - left.rowId);
}

/** By its id; or a new one that was written by now, and is not forgotten yet. */
function isSameRow(written: LedgerEntry, kept: LedgerEntry): boolean {
	if (kept.rowId > 0) return written.rowId === kept.rowId;
	return (
		written.releaseId === kept.releaseId &&
		written.service === kept.service &&
		written.environment === kept.environment &&
		written.kind === kept.kind &&
		Date.parse(written.startedAt) === Date.parse(kept.startedAt)
	);
}
