import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { listBackups } from '../api/management/backups';
import { databaseName, listDatabases, timeOf } from '../api/management/databases';
import { managementClientFor } from '../api/client';

/** Databases of the account: name, region and plan. */
export async function searchDatabases(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const databases = await listDatabases(managementClientFor(this));
	return {
		results: matching(
			filter,
			databases.map((database) => ({
				name: [databaseName(database), database.primary_region ?? '', database.type ?? '']
					.filter(Boolean)
					.join(' · '),
				value: database.database_id,
				url: `https://console.upstash.com/redis/${database.database_id}`,
			})),
		),
	};
}

/** Backups of the chosen database, the newest first: name, state and time. */
export async function searchBackups(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const chosen: unknown = this.getNodeParameter('database', '', { extractValue: true });
	if (typeof chosen !== 'string' || chosen.trim() === '') return { results: [] };
	const client = managementClientFor(this);
	const database = (await listDatabases(client)).find(
		(each) => each.database_id === chosen.trim() || each.database_name === chosen.trim(),
	);
	if (!database) return { results: [] };
	const backups = await listBackups(client, database);
	return {
		results: matching(
			filter,
			backups
				.sort((left, right) => (right.creation_time ?? 0) - (left.creation_time ?? 0))
				.map((backup) => ({
					name: [backup.name ?? '', backup.state ?? '', timeOf(backup.creation_time) ?? '']
						.filter(Boolean)
						.join(' · '),
					value: backup.backup_id,
				})),
		),
	};
}

function matching<Result extends { readonly name: string; readonly value: string }>(
	filter: string | undefined,
	results: Result[],
): Result[] {
	const wanted = filter?.trim().toLowerCase() ?? '';
	return results.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted));
}
