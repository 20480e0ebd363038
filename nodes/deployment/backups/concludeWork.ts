import { stringAt } from '../ledger/record';
import { failureOf, resultAt, sentences } from '../ledger/stepResult';
import { isTrueAt, textAt, valueAt } from '../values/jsonFields';
import { writeJson } from '../values/json';
import { type BackupPage, workPage } from './backupPage';
import { watchWords } from './backupWatch';
import { type CopyWork, readCopyWork } from './copyWork';
import { judgeDump, judgeRestore, type Judgement } from './judgeWork';
import { rowsIn } from './rowCounts';
import { taskEndOf } from './taskEnd';
import { readTaskNote, type TaskNote } from './taskNote';

/** So often something that may pass is tried within one work. */
const maxTries = 3;

/**
 * `goOn`: the same item, once more in a run of its own. `over`: written down, and the copy is removed. `kept`: written
 * down, and the copy stays.
 */
export type ConcludedWork =
	| (CopyWork & { readonly next: 'goOn' })
	| (CopyWork & {
			readonly next: 'over' | 'kept';
			readonly isDone: boolean;
			readonly reason: string;
			/** Of the table slipway_backups. */
			readonly row: Readonly<Record<string, string | number>>;
			/** The id and changed columns of the row in slipway_databases. */
			readonly databaseRow: Readonly<Record<string, string | number>>;
			readonly announcement: { readonly page: BackupPage };
			/** The words of a Redis command. */
			readonly watch: readonly string[];
	  });

/** How work on a copy ended, by what its steps left in the item; null where the item is none. */
export function concludeWork(item: unknown, nowMs: number): ConcludedWork | null {
	const work = readCopyWork(item);
	if (work === null) return null;
	const copy = resultAt(item, 'copy');
	if (copy?.ok !== true) {
		const canRetry = copy === null || isTrueAt(copy, 'error', 'canRetry') || isTrueAt(copy, 'mayStillFinish');
		if (canRetry && work.tries + 1 < maxTries) return { ...work, next: 'goOn', tries: work.tries + 1 };
		return over(item, work, null, { isDone: false, reason: copyFailure(work, item), warning: '' }, nowMs);
	}
	const task = taskEndOf(item);
	const isLate = nowMs >= (Date.parse(work.deadlineAt) || 0);
	if (task.state === 'running' && !isLate) return { ...work, next: 'goOn' };
	if (task.state === 'failed' && task.canRetry && work.tries + 1 < maxTries) {
		return { ...work, next: 'goOn', tries: work.tries + 1 };
	}
	if (task.state !== 'ended') {
		const late = isLate && task.state === 'running' ? 'It had not ended after three hours, and was given up' : '';
		return over(item, work, null, { isDone: false, reason: sentences(late, task.reason), warning: '' }, nowMs);
	}
	const note = readTaskNote(valueAt(item, 'noted', 'text'));
	return over(item, work, note, judge(item, work, note), nowMs);
}

function copyFailure({ database, moment }: CopyWork, item: unknown): string {
	const why = failureOf(resultAt(item, 'copy')) ?? 'Neon was not asked';
	const what = moment === '' ? `a consistent branch of ${database}` : `a branch of ${database} as it was at ${moment}`;
	return sentences(`Neon did not make ${what}`, why);
}

function judge(item: unknown, work: CopyWork, note: TaskNote | null): Judgement {
	if (note === null) {
		const why = failureOf(resultAt(item, 'noted')) ?? '';
		const reason = sentences(
			`The task ended well, but ${work.notedKey} in ${work.bucket} is not what it should have noted`,
			why,
		);
		return { isDone: false, reason, warning: '' };
	}
	const copyId = stringAt(item, 'copy', 'id');
	if (note.action !== work.action || (note.branch !== '' && copyId !== '' && note.branch !== copyId)) {
		return { isDone: false, reason: `What ${work.notedKey} notes is of another task`, warning: '' };
	}
	return work.work === 'backup' ? judgeDump(item, work, note) : judgeRestore(work, note);
}

function over(item: unknown, work: CopyWork, note: TaskNote | null, judged: Judgement, nowMs: number): ConcludedWork {
	const { isDone, reason, warning } = judged;
	const stays = isDone && (work.work === 'restore' || work.work === 'rewind');
	const finishedAt = new Date(nowMs).toISOString();
	const takenAt = work.work === 'backup' ? takenAtOf(item, work) : work.work === 'rewind' ? work.moment : work.takenAt;
	const times = recoveryTimes(work, takenAt, nowMs);
	return {
		...work,
		next: stays ? 'kept' : 'over',
		isDone,
		reason,
		row: {
			kind: work.work,
			database: work.database,
			project: work.project,
			state: isDone ? doneStates[work.work] : 'failed',
			reason: sentences(reason, warning),
			started_at: work.startedAt,
			finished_at: finishedAt,
			taken_at: takenAt,
			bucket: work.bucket,
			key: work.key,
			noted_key: work.notedKey,
			version_id: stringAt(item, 'object', 'versionId'),
			bytes: note?.bytes ?? 0,
			sha256: note?.sha256 ?? '',
			tables: Object.keys(note?.counts ?? {}).length,
			rows: rowsIn(note?.counts ?? {}),
			counts: note === null ? '' : writeJson(note.counts),
			server: note?.server ?? '',
			lsn: note?.lsn ?? '',
			copy: work.branchName,
			copy_id: stays ? stringAt(item, 'copy', 'id') : '',
			by: work.by,
			...(isDone && work.work !== 'backup' ? times : { recovery_point_seconds: 0, recovery_time_seconds: 0 }),
			removed_at: '',
		},
		databaseRow: databaseColumnsOf(work, note, judged, { takenAt, finishedAt, times }),
		announcement: { page: workPage(work, judged) },
		watch: isDone && work.work === 'backup' ? watchWords(work.database, finishedAt) : ['PING'],
	};
}

const doneStates = { backup: 'proven', drill: 'restored', restore: 'ready', rewind: 'ready' } as const;

/** The moment that the copy holds: Neon says it of the branch; else when the work began. */
function takenAtOf(item: unknown, { startedAt }: CopyWork): string {
	return textAt(item, 'copy', 'parentTimestamp') ?? textAt(item, 'copy', 'createdAt') ?? startedAt;
}

/** What would be lost, and how long it takes until the data is there again. */
function recoveryTimes({ startedAt }: CopyWork, takenAt: string, nowMs: number) {
	const startedMs = Date.parse(startedAt) || nowMs;
	return {
		recovery_point_seconds: Math.max(0, Math.round((startedMs - (Date.parse(takenAt) || startedMs)) / 1000)),
		recovery_time_seconds: Math.max(0, Math.round((nowMs - startedMs) / 1000)),
	};
}

function databaseColumnsOf(
	work: CopyWork,
	note: TaskNote | null,
	{ isDone, reason, warning }: Judgement,
	{ takenAt, finishedAt, times }: { takenAt: string; finishedAt: string; times: ReturnType<typeof recoveryTimes> },
): Readonly<Record<string, string | number>> {
	const words = sentences(reason, warning);
	if (work.work === 'backup') {
		return {
			id: work.rowId,
			state: isDone ? 'proven' : 'failed',
			reason: words,
			...(isDone && {
				proven_at: finishedAt,
				taken_at: takenAt,
				proven_key: work.key,
				proven_sha256: note?.sha256 ?? '',
				proven_bytes: note?.bytes ?? 0,
				proven_counts: writeJson(note?.counts ?? {}),
			}),
		};
	}
	if (work.work !== 'drill') return nothingChanged;
	return {
		id: work.rowId,
		drill_at: finishedAt,
		drill_state: isDone ? 'restored' : 'failed',
		drill_reason: words,
		...(isDone && times),
	};
}

/** Of no row: what a restore by hand does stands in slipway_backups alone. */
export const nothingChanged = { id: 0, state: '' } as const;
