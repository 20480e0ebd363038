import { textAt } from '../../../deployment/values/jsonFields';
import { path } from '../../../shared/http/path';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { OperationFailure } from '../../../shared/operation/errors';
import type { UpstashBackup } from '../types';

export async function listBackups(client: PlatformClient, databaseId: string): Promise<UpstashBackup[]> {
	const { body } = await client.request({ method: 'GET', path: path`/redis/list-backup/${databaseId}` });
	// A database that never had one answers null.
	if (body === null) return [];
	if (Array.isArray(body)) return body.filter(isBackup);
	throw new OperationFailure(
		`Upstash's answer for the backups of database ${databaseId} is not a list`,
		"Look at Upstash's status page, then run this again",
	);
}

/** Starts a backup. Not safe to repeat: a second one of that name is another backup. */
export async function createBackup(client: PlatformClient, databaseId: string, name: string): Promise<void> {
	await client.request({
		method: 'POST',
		path: path`/redis/create-backup/${databaseId}`,
		body: { name },
		safeToRepeat: false,
	});
}

/** Not safe to repeat: a second one puts the same data there, and what was written in between is lost. */
export async function restoreBackup(client: PlatformClient, databaseId: string, backupId: string): Promise<void> {
	await client.request({
		method: 'POST',
		path: path`/redis/restore-backup/${databaseId}`,
		body: { backup_id: backupId },
		safeToRepeat: false,
	});
}

/** Deletes a backup; one that is gone already is not an error. */
export async function deleteBackup(client: PlatformClient, databaseId: string, backupId: string): Promise<void> {
	await client.request({
		method: 'DELETE',
		path: path`/redis/delete-backup/${databaseId}/${backupId}`,
		acceptStatuses: [404],
	});
}

function isBackup(value: unknown): value is UpstashBackup {
	return textAt(value, 'backup_id') !== null;
}
