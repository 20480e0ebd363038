import { parseJson } from '../values/json';
import { isRecord } from '../values/jsonFields';

/** Rows by table: `{ "public.colors": 3 }`. */
export type RowCounts = Readonly<Record<string, number>>;

/** Counts as the task notes them, or as a table keeps them; null for what is none. */
export function readRowCounts(value: unknown): RowCounts | null {
	if (typeof value === 'string') {
		const read = parseJson(value);
		return read.ok && read.value !== value ? readRowCounts(read.value) : null;
	}
	if (!isRecord(value)) return null;
	const entries = Object.entries(value);
	const isCount = (count: unknown): count is number =>
		typeof count === 'number' && Number.isInteger(count) && count >= 0;
	return entries.every(([, count]) => isCount(count)) ? Object.fromEntries(entries as Array<[string, number]>) : null;
}

export function rowsIn(counts: RowCounts): number {
	return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Tables that had rows and have none, or are gone: `public.colors had 3 rows and has none`. */
export function lostTables(before: RowCounts, after: RowCounts): string[] {
	return Object.entries(before)
		.filter(([table, count]) => count > 0 && (after[table] ?? 0) === 0)
		.map(([table, count]) => {
			const rows = `${count} ${count === 1 ? 'row' : 'rows'}`;
			return table in after ? `${table} had ${rows} and has none` : `${table} had ${rows} and is gone`;
		});
}

/** Where two databases that must be equal differ: `public.colors has 2 rows instead of 3`. */
export function countDifferences(wanted: RowCounts, found: RowCounts): string[] {
	const tables = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].sort();
	return tables.flatMap((table) => {
		const [should, is] = [wanted[table], found[table]];
		if (should === is) return [];
		if (is === undefined) return [`${table} is missing`];
		return should === undefined ? [`${table} is new`] : [`${table} has ${is} rows instead of ${should}`];
	});
}
