import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { chosenInPicker, matching } from '../../shared/fields/pickers';
import { upstashManagementClientForPicker } from '../api/client';
import { listBackups } from '../api/management/backups';
import { listDatabases } from '../api/management/databases';
import { newestFirst } from '../state/backup';
import { databaseName } from '../state/database';
import { timeOf } from '../state/timeOf';

/** Databases of the account: name, region and plan. */
export async function searchDatabases(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const databases = await listDatabases(upstashManagementClientForPicker(this));
	return matching(
		filter,
		databases.map((database) => ({
			name: nameFrom(databaseName(database), database.primary_region, database.type),
			value: database.database_id,
			url: `https://console.upstash.com/redis/${database.database_id}`,
		})),
	);
}

/** Backups of the chosen database, the newest first: name, state and time. */
export async function searchBackups(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const chosen = chosenInPicker(this, 'database');
	if (chosen === null) return { results: [] };
	const client = upstashManagementClientForPicker(this);
	const database = (await listDatabases(client)).find(
		(each) => each.database_id === chosen || each.database_name === chosen,
	);
	if (!database) return { results: [] };
	return matching(
		filter,
		newestFirst(await listBackups(client, database.database_id)).map((backup) => ({
			name: nameFrom(backup.name, backup.state, timeOf(backup.creation_time)),
			value: backup.backup_id,
		})),
	);
}

function nameFrom(...parts: ReadonlyArray<string | null | undefined>): string {
	return parts.filter(Boolean).join(' · ');
}
