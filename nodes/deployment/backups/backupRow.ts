import { stringAt } from '../ledger/record';
import { isRecord, numberAt } from '../values/jsonFields';

/** The Data Table of what was done: a row for each backup, drill, restore and promotion, and how it ended. */
export const backupsTable = 'slipway_backups';

export const backupColumns = [
	'kind database project state reason started_at finished_at taken_at bucket key noted_key version_id',
	'bytes sha256 tables rows counts server lsn copy copy_id by recovery_point_seconds recovery_time_seconds removed_at',
].flatMap((line) => line.split(' '));

/** A row of the Data Table `slipway_backups`, as far as something is decided by it. */
export interface BackupRow {
	readonly id: number;
	readonly kind: string;
	readonly database: string;
	readonly state: string;
	readonly reason: string;
	readonly finishedAt: string;
	readonly takenAt: string;
	readonly key: string;
	readonly bytes: number;
	readonly sha256: string;
	readonly rows: number;
	readonly counts: string;
	/** The branch at Neon that stayed, by name and id. */
	readonly copy: string;
	readonly copyId: string;
	readonly by: string;
	/** When its dump was deleted; empty while it is there. */
	readonly removedAt: string;
	readonly recoveryPointSeconds: number;
	readonly recoveryTimeSeconds: number;
}

/** A row as the table has it; null for what is no row of this table. */
export function readBackupRow(row: unknown): BackupRow | null {
	const id = numberAt(row, 'id') ?? 0;
	if (id <= 0 || !isRecord(row) || !('noted_key' in row)) return null;
	const text = (column: string): string => stringAt(row, column);
	const number = (column: string): number => numberAt(row, column) ?? 0;
	return {
		id,
		kind: text('kind'),
		database: text('database'),
		state: text('state'),
		reason: text('reason'),
		finishedAt: text('finished_at'),
		takenAt: text('taken_at'),
		key: text('key'),
		bytes: number('bytes'),
		sha256: text('sha256'),
		rows: number('rows'),
		counts: text('counts'),
		copy: text('copy'),
		copyId: text('copy_id'),
		by: text('by'),
		removedAt: text('removed_at'),
		recoveryPointSeconds: number('recovery_point_seconds'),
		recoveryTimeSeconds: number('recovery_time_seconds'),
	};
}
