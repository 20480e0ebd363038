import { dryRunProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { upstashManagementClient } from '../../api/client';
import { restoreBackup } from '../../api/management/backups';
import { findDatabase } from '../../api/management/databases';
import { waitForDatabase } from '../../changes/waitForDatabase';
import { backupField } from '../../fields/backup';
import { assertConfirmed, confirmNameField } from '../../fields/confirmation';
import { databaseField } from '../../fields/database';
import { backupJson } from '../../output/backupJson';
import { planJson } from '../../output/planJson';
import { backupName } from '../../state/backup';
import { databaseName, isStable } from '../../state/database';
import { chosenBackup } from './chosenBackup';

const confirmField = confirmNameField('overwritten');
const timeoutField = timeoutProperty(900);

export const restore: Operation = {
	value: 'restore',
	name: 'Restore',
	action: 'Restore a backup',
	description: 'Replace everything in the database with a backup, and wait until the database answers again',
	properties: [databaseField, backupField, confirmField, timeoutField, dryRunProperty],
	async execute(context) {
		const client = upstashManagementClient(context);
		const timeoutMs = timeoutField.read(context);
		const database = await findDatabase(client, databaseField.read(context));
		const target = databaseName(database);
		const backup = await chosenBackup(context, client, database);
		if (backup?.state !== 'completed') {
			throw new OperationFailure(
				backup === null
					? `Database ${target} has no such backup`
					: `Backup ${backupName(backup)} of database ${target} cannot be restored: its state is "${backup.state ?? ''}"`,
				'Choose a completed backup from the list',
			);
		}
		assertConfirmed(confirmField.read(context), target, 'overwritten');
		const chosen = backupJson(database, backup);
		if (dryRunProperty.read(context)) return planJson({ action: 'restore', backup: chosen }, target);
		await restoreBackup(client, database.database_id, backup.backup_id);
		const after = await waitForDatabase(client, {
			database,
			what: `database ${target} to be restored`,
			timeoutMs,
			isAsAsked: isStable,
			cancelSignal: cancelSignalOf(context),
		});
		// Upstash does not say which backup a database was restored from: what it holds is not verified.
		return { accepted: true, verified: false, databaseState: after.state ?? 'unknown', backup: chosen };
	},
};
