import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { awaitGone } from '../../changes/waitUntilGone';
import { backupJson, backupParameter, backupProperty, listBackups } from '../../api/management/backups';
import { databaseName, databaseParameter, databaseProperty } from '../../api/management/databases';
import { managementClient } from '../../api/client';

export const deleteBackup: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a backup',
	description: 'Delete a backup for good; harmless when it is gone already',
	properties: [databaseProperty, backupProperty, dryRunProperty],
	async execute(context) {
		const client = managementClient(context);
		const database = await databaseParameter(context, client);
		const target = databaseName(database);
		const backup = await backupParameter(context, client, database);
		if (backup === null) {
			return { deleted: false, existed: false, database: target, databaseId: database.database_id };
		}
		const chosen = backupJson(database, backup);
		if (switchParameter(context, 'dryRun')) {
			return { dryRun: true, platform: 'upstash', target, plan: { action: 'delete', backup: chosen } };
		}
		const { backup_id: id } = backup;
		await client.request({
			method: 'DELETE',
			path: path`/redis/delete-backup/${database.database_id}/${id}`,
			acceptStatuses: [404],
		});
		await awaitGone(
			context,
			`The deletion of backup ${backup.name ?? id} of database ${target}`,
			async () => (await listBackups(client, database)).every((other) => other.backup_id !== id),
		);
		return { deleted: true, existed: true, ...chosen };
	},
};
