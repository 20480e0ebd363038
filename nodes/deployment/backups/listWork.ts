import { isEmptyItem } from '../ledger/admitDeployment';
import { type CopyWork, newCopyWork } from './copyWork';
import { longestAgeMs, watchCommands } from './backupWatch';
import { type BackupPage, rowPage } from './backupPage';
import { databaseIssues, type DatabaseRow, readDatabaseRow } from './databaseRow';

/** What workflow 30 or 32 does next: each item goes one way. */
export type ListedWork =
	| ({ readonly next: 'work' } & CopyWork)
	/** Backups of the database from before `before` are kept long enough. */
	| { readonly next: 'expire'; readonly database: string; readonly provenKey: string; readonly before: string }
	| ({ readonly next: 'tell' } & BackupPage)
	| { readonly next: 'watch'; readonly commands: ReadonlyArray<readonly string[]> };

/** The table's rows; null when it could not be read, or another table was. */
export function readDatabaseRows(rows: readonly unknown[]): DatabaseRow[] | null {
	const found = rows.filter((row) => !isEmptyItem(row)).map(readDatabaseRow);
	const read = found.filter((row) => row !== null);
	return read.length === found.length ? read : null;
}

/**
 * A day's work: every database that is switched on is backed up, what was kept long enough goes, and the Watch is told
 * what it watches. Nothing expires while the newest proven backup is old: the last ones that there are stay.
 */
export function listBackups(rows: readonly DatabaseRow[], nowMs: number): ListedWork[] {
	const { good, bad } = sorted(rows);
	const isFresh = ({ provenAt }: DatabaseRow): boolean => nowMs - (Date.parse(provenAt) || 0) <= longestAgeMs;
	return [
		{ next: 'watch', commands: watchCommands(rows) },
		...bad.map(({ database, issues }) => ({ next: 'tell' as const, ...rowPage(database, issues) })),
		...good.map((row) => ({ next: 'work' as const, ...newCopyWork(row, 'backup', { nowMs }) })),
		...good.filter(isFresh).map(({ database, provenKey, keepDays }) => ({
			next: 'expire' as const,
			database,
			provenKey,
			before: new Date(nowMs - keepDays * 86_400_000).toISOString(),
		})),
	];
}

/** A drill for each database with a proven backup; one without is told by the backup itself. */
export function listDrills(rows: readonly DatabaseRow[], nowMs: number): ListedWork[] {
	return sorted(rows)
		.good.filter(({ provenKey }) => provenKey !== '')
		.map((row) => ({ next: 'work' as const, ...newCopyWork(row, 'drill', { nowMs }) }));
}

function sorted(rows: readonly DatabaseRow[]): {
	readonly good: readonly DatabaseRow[];
	readonly bad: ReadonlyArray<{ readonly database: string; readonly issues: readonly string[] }>;
} {
	const enabled = rows.filter(({ isEnabled }) => isEnabled);
	const judged = enabled.map((row) => {
		const isTwice = enabled.some(({ id, database }) => id < row.id && database === row.database);
		const twice = isTwice ? ['another row has the same database'] : [];
		return { row, issues: [...databaseIssues(row), ...twice] };
	});
	return {
		good: judged.filter(({ issues }) => issues.length === 0).map(({ row }) => row),
		bad: judged
			.filter(({ issues }) => issues.length > 0)
			.map(({ row, issues }) => ({ database: row.database || `row ${row.id}`, issues })),
	};
}
