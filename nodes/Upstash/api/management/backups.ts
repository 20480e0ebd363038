import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { locatorValue } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { databaseName, timeOf } from './databases';
import type { UpstashBackup, UpstashDatabase } from '../types';

export const backupProperty: INodeProperties = {
	displayName: 'Backup',
	name: 'backup',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchBackups', searchable: true },
		},
		{ displayName: 'By ID or Name', name: 'name', type: 'string', placeholder: 'before-release-7' },
	],
	description: 'A backup of that database',
};

export async function listBackups(
	client: PlatformClient,
	database: UpstashDatabase,
): Promise<UpstashBackup[]> {
	const { body } = await client.request({
		method: 'GET',
		path: path`/redis/list-backup/${database.database_id}`,
	});
	// A database that never had one answers null.
	if (body === null) return [];
	if (Array.isArray(body)) return body.filter(isBackup);
	throw new OperationFailure(
		`Upstash's answer for the backups of database ${databaseName(database)} is not a list`,
		'Look at Upstash\'s status page, then run this again',
	);
}

/** The backup of the field Backup; null when the database has none of that id or name. @throws OperationFailure when several have that name. */
export async function backupParameter(
	context: OperationContext,
	client: PlatformClient,
	database: UpstashDatabase,
): Promise<UpstashBackup | null> {
	const entered = locatorValue(context, 'backup', 'Backup');
	const backups = await listBackups(client, database);
	const byId = backups.find(({ backup_id: id }) => id === entered);
	if (byId) return byId;
	const [first, ...others] = backups.filter(({ name }) => name === entered);
	if (others.length === 0) return first ?? null;
	throw new OperationFailure(
		`${others.length + 1} backups of database ${databaseName(database)} have the name "${entered}"`,
		'Choose one from the list, or give its ID',
	);
}

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

function isBackup(value: unknown): value is UpstashBackup {
	return (
		typeof value === 'object' &&
		value !== null &&
		'backup_id' in value &&
		typeof value.backup_id === 'string'
	);
}
