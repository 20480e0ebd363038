import { bold, choice, details, ending, type FormField, type FormPage, question } from '../byHand/formPage';
import { readableRows } from '../byHand/chooseStep';
import { stringAt } from '../ledger/record';
import { failureOf, resultAt } from '../ledger/stepResult';
import { escapeHtml } from '../values/html';
import { textAt } from '../values/jsonFields';
import { clockText } from '../values/timeText';
import { type BackupRow, backupsTable, readBackupRow } from './backupRow';
import { promotionPage } from './backupPage';
import { nothingChanged } from './concludeWork';
import { type CopyWork, newCopyWork } from './copyWork';
import { type DatabaseRow, databasesTable, readDatabaseRow } from './databaseRow';
import { type RestoreChoice, restoreChoices } from './restoreChoices';
import { countDifferences, lostTables, readRowCounts } from './rowCounts';

export interface RestoreRows {
	readonly databases: readonly unknown[];
	readonly backups: readonly unknown[];
}

/** `work` is done on a copy by workflow 45; `promote` puts a copy in the database's place; `ask` and `end` show `page`. */
export type RestoreStep = Readonly<Record<string, unknown>> & {
	readonly next: 'ask' | 'end' | 'work' | 'promote';
	readonly page: FormPage;
};

/** The page on which a person chooses what to restore; `database` of the form's address narrows it down. */
export function restorePage(item: unknown, rows: RestoreRows, nowMs: number): RestoreStep {
	const sight = sightOf(rows);
	if (typeof sight === 'string') return end('Nothing can be restored now', sight);
	const about = stringAt(item, 'database').trim().toLowerCase();
	const databases = sight.databases.filter(({ database }) => about === '' || database === about);
	const choices = restoreChoices(databases, sight.backups, nowMs);
	if (choices.size === 0) {
		return end(
			'Nothing to restore',
			about === ''
				? 'No database is backed up: slipway_databases has no row that can be used.'
				: `${bold(about)} is not in slipway_databases.`,
		);
	}
	const copies = [...choices.values()].filter(({ kind }) => kind === 'promote');
	const fields: FormField[] = [
		...(copies.length > 0
			? [
					details(
						'Copies that wait',
						copies.map((copy) => copyDetails(copy)),
					),
				]
			: []),
		choice('chosen', 'What is to be done?', [...choices.keys()]),
		optional('moment', 'The moment, in UTC, for a copy as it was then', '2026-01-31T12:00:00Z'),
		optional('confirmation', "To promote a copy, type the database's name", 'paintbox'),
		optional('reason', 'Why?', 'The migration of noon deleted the orders'),
	];
	const words = [
		'Whatever is restored goes into a copy first, a branch of its own at Neon: nothing of the database changes.',
		'When the copy is ready, open this form again: it shows what was checked, and promotes it. What the database held until then stays under a name of its own.',
	];
	return { next: 'ask', page: question('Restore a database', words.join('\n'), fields, 'Go on') };
}

/** What follows from the answers, by the tables as they are now: a browser may send anything. */
export function decideRestore(item: unknown, rows: RestoreRows, nowMs: number): RestoreStep {
	const sight = sightOf(rows);
	if (typeof sight === 'string') return end('Nothing was restored', sight);
	const chosen = restoreChoices(sight.databases, sight.backups, nowMs).get(stringAt(item, 'chosen'));
	if (chosen === undefined) {
		return end(
			'Nothing was restored',
			'Nothing was chosen within 30 minutes, or what was chosen is not there any more. Open the form again.',
		);
	}
	const by = (textAt(item, 'user', 'email') ?? '').toLowerCase();
	if (chosen.kind === 'promote') return promotion(chosen, item, by, nowMs);
	if (chosen.kind === 'restore') return asWork(ofBackup(chosen.database, chosen.backup, by, nowMs));
	const moment = momentOf(stringAt(item, 'moment'), nowMs);
	if (moment === null) {
		return end(
			'Nothing was restored',
			'The moment is not one in the past with a time zone, such as 2026-01-31T12:00:00Z. Open the form again.',
		);
	}
	return asWork(newCopyWork(chosen.database, 'rewind', { nowMs, moment, by }));
}

function asWork(work: CopyWork): RestoreStep {
	const page = ending(
		'The copy is being made',
		`${bold(work.database)} is brought into the branch ${bold(work.branchName)} of the Neon project ${bold(work.project)}. Nothing of the database changes.`,
		'It takes some minutes. Open this form again then: the copy is shown with what was checked, and can be promoted. If it fails, the person on call is told.',
	);
	return { ...work, next: 'work', page };
}

function ofBackup(row: DatabaseRow, backup: BackupRow, by: string, nowMs: number): CopyWork {
	return {
		...newCopyWork(row, 'restore', { nowMs, by }),
		key: backup.key,
		sha256: backup.sha256,
		bytes: backup.bytes,
		counts: backup.counts,
		takenAt: backup.takenAt,
	};
}

function promotion(
	{ database, copy }: Extract<RestoreChoice, { kind: 'promote' }>,
	item: unknown,
	by: string,
	nowMs: number,
): RestoreStep {
	if (stringAt(item, 'confirmation').trim() !== database.database) {
		return end(
			'Nothing was promoted',
			`To promote ${bold(copy.copy)}, its database's name ${bold(database.database)} has to be typed. Open the form again.`,
		);
	}
	const stamp = new Date(nowMs).toISOString().slice(0, 19).replace(/[-:]/g, '').toLowerCase();
	return {
		next: 'promote',
		page: ending('Promoting'),
		database: database.database,
		rowId: database.id,
		project: database.project,
		branch: database.branch,
		copy: copy.copy,
		copyId: copy.copyId,
		takenAt: copy.takenAt,
		counts: copy.counts,
		keptAs: `slipway/before-restore-${database.database}-${stamp}`,
		startedAt: new Date(nowMs).toISOString(),
		reason: stringAt(item, 'reason').trim(),
		by,
	};
}

/** The last page of a promotion, and its row; `promoted` in the item is what Neon's step gave. */
export function concludePromotion(item: unknown, nowMs: number): RestoreStep {
	const text = (name: string): string => stringAt(item, name);
	const promoted = resultAt(item, 'promoted');
	const isDone = promoted?.ok === true;
	const isUnknown = promoted === null || stringAt(item, 'promoted', 'state') === 'unknown';
	const why = failureOf(promoted) ?? 'Neon was not asked';
	const page = isDone
		? ending(
				'Promoted',
				`${bold(text('database'))} holds what the copy ${bold(text('copy'))} held: the state of ${bold(clockText(text('takenAt')))}. Its addresses and passwords are as before.`,
				`What it held until now stays as the branch ${bold(text('keptAs'))}: restore that one if this was wrong.`,
			)
		: ending(
				isUnknown ? 'Nobody saw whether it was promoted' : 'Nothing was promoted',
				`${escapeHtml(why)}.`,
				`Look at the branch ${bold(text('branch'))} of ${bold(text('project'))} at Neon before you try again.`,
			);
	const reason = isDone ? '' : why;
	return {
		next: 'end',
		page,
		announcement: { page: promotionPage(text('database'), { isDone, reason }) },
		databaseRow: nothingChanged,
		watch: ['PING'],
		row: {
			kind: 'promotion',
			database: text('database'),
			project: text('project'),
			state: isDone ? 'promoted' : isUnknown ? 'unknown' : 'failed',
			reason: isDone ? text('reason') : reason,
			started_at: text('startedAt'),
			finished_at: new Date(nowMs).toISOString(),
			taken_at: text('takenAt'),
			noted_key: '',
			counts: text('counts'),
			copy: isDone ? text('keptAs') : text('copy'),
			copy_id: text('copyId'),
			by: text('by'),
			removed_at: '',
		},
	};
}

/** ISO 8601 in UTC; null for what is no moment in the past, or has no time zone. */
function momentOf(entered: string, nowMs: number): string | null {
	const text = entered.trim();
	const isWhole = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)$/i.test(text);
	const timeMs = isWhole ? Date.parse(text.replace(' ', 'T').replace(' ', '')) : NaN;
	return Number.isFinite(timeMs) && timeMs < nowMs ? new Date(timeMs).toISOString() : null;
}

function copyDetails(chosen: RestoreChoice): { title: string; lines: Array<readonly [string, string]> } {
	if (chosen.kind !== 'promote') return { title: '', lines: [] };
	const { database, copy } = chosen;
	const counts = readRowCounts(copy.counts) ?? {};
	const newest = readRowCounts(database.provenCounts);
	const differences = newest === null ? [] : countDifferences(newest, counts);
	const lost = newest === null ? [] : lostTables(newest, counts);
	return {
		title: copy.copy,
		lines: [
			['Holds', `${database.database} as of ${clockText(copy.takenAt)}`],
			['Made', `${clockText(copy.finishedAt)}${copy.by === '' ? '' : ` for ${copy.by}`}`],
			[
				'Rows',
				Object.entries(counts)
					.map(([table, count]) => `${table}: ${count}`)
					.join(', ') || 'none',
			],
			['Against the newest backup', differences.slice(0, 10).join(', ') || 'the same rows'],
			...(lost.length > 0 ? [['Look twice', lost.join(', ')] as const] : []),
		],
	};
}

interface Sight {
	readonly databases: readonly DatabaseRow[];
	readonly backups: readonly BackupRow[];
}

/** The rows of both tables; or in words what cannot be read. */
function sightOf(rows: RestoreRows): Sight | string {
	const databases = readableRows(rows.databases)?.map(readDatabaseRow);
	if (databases === undefined || databases.includes(null)) return `The table ${databasesTable} cannot be read.`;
	const backups = readableRows(rows.backups)?.map(readBackupRow);
	if (backups === undefined || backups.includes(null)) return `The table ${backupsTable} cannot be read.`;
	return {
		databases: databases.filter((row) => row !== null),
		backups: backups.filter((row) => row !== null),
	};
}

function end(title: string, ...texts: string[]): RestoreStep {
	return { next: 'end', page: ending(title, ...texts) };
}

function optional(fieldName: string, fieldLabel: string, placeholder: string): FormField {
	return { fieldName, fieldLabel, fieldType: 'text', requiredField: false, placeholder };
}
