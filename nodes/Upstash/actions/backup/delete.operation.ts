import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { upstashManagementClient } from '../../api/client';
import { deleteBackup as sendDeletion, listBackups } from '../../api/management/backups';
import { findDatabase } from '../../api/management/databases';
import { waitUntilGone } from '../../changes/waitUntilGone';
import { backupField } from '../../fields/backup';
import { databaseField } from '../../fields/database';
import { backupJson } from '../../output/backupJson';
import { planJson } from '../../output/planJson';
import { backupName } from '../../state/backup';
import { databaseName } from '../../state/database';
import { chosenBackup } from './chosenBackup';

export const deleteBackup: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a backup',
	description: 'Permanently delete a backup; a missing one is not an error',
	properties: [databaseField, backupField, dryRunProperty],
	async execute(context) {
		const client = upstashManagementClient(context);
		const database = await findDatabase(client, databaseField.read(context));
		const { database_id: databaseId } = database;
		const target = databaseName(database);
		const backup = await chosenBackup(context, client, database);
		if (backup === null) return { deleted: false, existed: false, database: target, databaseId };
		const chosen = backupJson(database, backup);
		if (dryRunProperty.read(context)) return planJson({ action: 'delete', backup: chosen }, target);
		const { backup_id: id } = backup;
		await sendDeletion(client, databaseId, id);
		await waitUntilGone(
			`The deletion of backup ${backupName(backup)} of database ${target}`,
			async () => (await listBackups(client, databaseId)).every((other) => other.backup_id !== id),
			cancelSignalOf(context),
		);
		return { deleted: true, existed: true, ...chosen };
	},
};
