import { type Choice, distinctChoices } from '../byHand/hand';
import { clockText } from '../values/timeText';
import type { BackupRow } from './backupRow';
import { databaseIssues, type DatabaseRow } from './databaseRow';

/** What can be chosen in the form: a backup to restore, a moment to go back to, a copy to promote. */
export type RestoreChoice =
	| { readonly kind: 'restore'; readonly database: DatabaseRow; readonly backup: BackupRow }
	| { readonly kind: 'rewind'; readonly database: DatabaseRow }
	| { readonly kind: 'promote'; readonly database: DatabaseRow; readonly copy: BackupRow };

/** So many backups of one database are offered. */
const maxBackups = 10;

/** So long a copy stays at Neon. */
const copyDays = 7;

/** By the label that the form shows, in its order: copies that wait first, then moments, then backups. */
export function restoreChoices(
	databases: readonly DatabaseRow[],
	backups: readonly BackupRow[],
	nowMs: number,
): Map<string, RestoreChoice> {
	const choices = databases
		.filter((row) => databaseIssues(row).length === 0)
		.flatMap((database) => {
			const own = backups.filter((row) => row.database === database.database).sort((left, right) => right.id - left.id);
			return [...copiesOf(database, own, nowMs), momentOf(database), ...backupsOf(database, own)];
		});
	const order = { promote: 0, rewind: 1, restore: 2 } as const;
	const sorted = choices.sort((left, right) => order[left.choice.kind] - order[right.choice.kind]);
	const labels = distinctChoices(sorted.map(({ label, value }): Choice => ({ label, value })));
	return new Map(labels.map(({ label }, index) => [label, sorted[index]?.choice]).filter(isChoice));
}

interface Offered {
	/** The same at each look: the answer is found again by it, so it has no age in it. */
	readonly label: string;
	/** What tells two of the same label apart. */
	readonly value: string;
	readonly choice: RestoreChoice;
}

function isChoice(entry: readonly [string, RestoreChoice | undefined] | unknown[]): entry is [string, RestoreChoice] {
	return entry[1] !== undefined;
}

/** Copies that wait to be promoted; one that was is not offered again. */
function copiesOf(database: DatabaseRow, rows: readonly BackupRow[], nowMs: number): Offered[] {
	return rows
		.filter(({ state, copyId }) => state === 'ready' && copyId !== '')
		.filter(({ finishedAt }) => nowMs - (Date.parse(finishedAt) || 0) < copyDays * 86_400_000)
		.filter(({ copyId }) => !rows.some((row) => row.state === 'promoted' && row.copyId === copyId))
		.map((copy) => ({
			label: `Promote the copy ${copy.copy} to ${database.database}: it holds ${clockText(copy.takenAt)}`,
			value: String(copy.id),
			choice: { kind: 'promote', database, copy },
		}));
}

function momentOf(database: DatabaseRow): Offered {
	return {
		label: `Copy ${database.database} as it was at the moment below`,
		value: String(database.id),
		choice: { kind: 'rewind', database },
	};
}

function backupsOf(database: DatabaseRow, rows: readonly BackupRow[]): Offered[] {
	return rows
		.filter(({ kind, state, removedAt }) => kind === 'backup' && state === 'proven' && removedAt === '')
		.slice(0, maxBackups)
		.map((backup) => ({
			label: `Restore ${database.database} from the backup of ${clockText(backup.takenAt)} into a copy`,
			value: String(backup.id),
			choice: { kind: 'restore', database, backup },
		}));
}
