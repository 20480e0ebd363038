import type { IDataObject } from 'n8n-workflow';

import type { UpstashBackup, UpstashDatabase } from '../api/types';
import { databaseName } from '../state/database';
import { timeOf } from '../state/timeOf';

export function backupJson(database: UpstashDatabase, backup: UpstashBackup): IDataObject {
	return {
		id: backup.backup_id,
		name: backup.name ?? null,
		state: backup.state ?? 'unknown',
		sizeBytes: backup.backup_size ?? null,
		createdAt: timeOf(backup.creation_time),
		database: databaseName(database),
		databaseId: database.database_id,
	};
}
