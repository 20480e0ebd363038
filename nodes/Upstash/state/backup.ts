import type { UpstashBackup } from '../api/types';

export function backupName({ name, backup_id: id }: UpstashBackup): string {
	return name ?? id;
}

export function newestFirst(backups: readonly UpstashBackup[]): UpstashBackup[] {
	return [...backups].sort((left, right) => (right.creation_time ?? 0) - (left.creation_time ?? 0));
}

/** The backups of that id or, where none has it, of that name. */
export function backupsCalled(backups: readonly UpstashBackup[], idOrName: string): UpstashBackup[] {
	const byId = backups.filter(({ backup_id: id }) => id === idOrName);
	return byId.length > 0 ? byId : backups.filter(({ name }) => name === idOrName);
}
