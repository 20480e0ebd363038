import { parseJson, writeJson } from '../values/json';
import { numberAt } from '../values/jsonFields';
import { stringAt } from '../ledger/record';
import type { DatabaseRow } from './databaseRow';

/**
 * The hash that GitHub Watch reads each minute: by database when its newest proven backup was made. Without one it
 * counts since the day that the database was entered.
 */
export const backupsKey = 'slipway:backups';

/** A day, and an hour for the backup itself: longer without a proven one is paged. */
export const longestAgeMs = 25 * 60 * 60_000;

export interface WatchedBackup {
	readonly database: string;
	/** ISO 8601; empty while there is none. */
	readonly provenAt: string;
	readonly sinceMs: number;
}

/** The Redis command that notes a proven backup. */
export function watchWords(database: string, provenAt: string): string[] {
	return ['HSET', backupsKey, database, writeJson({ provenAt, sinceMs: Date.parse(provenAt) })];
}

/**
 * The commands that make the hash as the table is, in one transaction. What a row that is gone or switched off left is
 * forgotten; one without a proven backup counts since it was entered.
 */
export function watchCommands(rows: readonly DatabaseRow[]): string[][] {
	const enabled = rows.filter(({ isEnabled, database }) => isEnabled && database !== '');
	return [
		['DEL', backupsKey],
		...enabled.map(({ database, provenAt, enteredAtMs }) =>
			provenAt === ''
				? ['HSET', backupsKey, database, writeJson({ provenAt: '', sinceMs: enteredAtMs })]
				: watchWords(database, provenAt),
		),
	];
}

/** Those whose newest proven backup is too old, by the fields of the hash. */
export function overdueBackups(hash: Readonly<Record<string, string>>, nowMs: number): WatchedBackup[] {
	return Object.entries(hash).flatMap(([database, text]) => {
		const read = parseJson(text);
		const sinceMs = read.ok ? numberAt(read.value, 'sinceMs') : null;
		if (!read.ok || sinceMs === null) return [];
		return nowMs - sinceMs > longestAgeMs ? [{ database, provenAt: stringAt(read.value, 'provenAt'), sinceMs }] : [];
	});
}
