import type { SandboxClock } from '../../kernel/clock';
import type { Backup, BackupState, RedisDatabase } from './model';

const backupMs = 20_000;
const restoreMs = 15_000;
const regionsMs = 30_000;

/** The new regions are read from after half a minute; until then the database is being modified. */
export function changeRegions(clock: SandboxClock, database: RedisDatabase, regions: readonly string[]): void {
	modify(clock, database, 'updating-regions', regionsMs, () => {
		database.readRegions = regions;
	});
}

export function restore(clock: SandboxClock, database: RedisDatabase): void {
	modify(clock, database, 'restoring-backup', restoreMs, () => undefined);
}

/** A backup that is pending ends with `outcome`. */
export function endBackup(clock: SandboxClock, backup: Backup, outcome: BackupState): void {
	clock.after(backupMs, () => {
		backup.state = outcome;
	});
}

function modify(
	clock: SandboxClock,
	database: RedisDatabase,
	state: string,
	durationMs: number,
	apply: () => void,
): void {
	database.modifyingState = state;
	clock.after(durationMs, () => {
		apply();
		database.modifyingState = '';
	});
}
