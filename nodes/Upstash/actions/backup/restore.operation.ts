import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter, timeoutMsParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { dryRunProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { awaitDatabase } from '../../changes/waitForDatabase';
import { backupJson, backupParameter, backupProperty } from '../../api/management/backups';
import { confirmNameProperty, requireConfirmed } from '../../fields/confirmation';
import {
	databaseName,
	databaseParameter,
	databaseProperty,
	isSettled,
} from '../../api/management/databases';
import { managementClient } from '../../api/client';

export const restore: Operation = {
	value: 'restore',
	name: 'Restore',
	action: 'Restore a backup',
	description: 'Put a backup in the place of all that the database holds now, and wait until it answers again',
	properties: [
		databaseProperty,
		backupProperty,
		confirmNameProperty('overwritten'),
		timeoutProperty(900),
		dryRunProperty,
	],
	async execute(context) {
		const client = managementClient(context);
		const timeoutMs = timeoutMsParameter(context);
		const database = await databaseParameter(context, client);
		const target = databaseName(database);
		const backup = await backupParameter(context, client, database);
		if (backup?.state !== 'completed') {
			throw new OperationFailure(
				backup === null
					? `Database ${target} has no such backup`
					: `Backup ${backup.name ?? backup.backup_id} of database ${target} cannot be restored: its state is "${backup.state ?? ''}"`,
				'Choose a completed backup from the list',
			);
		}
		requireConfirmed(context, database, 'overwritten');
		const chosen = backupJson(database, backup);
		if (switchParameter(context, 'dryRun')) {
			return { dryRun: true, platform: 'upstash', target, plan: { action: 'restore', backup: chosen } };
		}
		await client.request({
			method: 'POST',
			path: path`/redis/restore-backup/${database.database_id}`,
			body: { backup_id: backup.backup_id },
			// A second one puts the same data there; what was written in between was lost to the first.
			safeToRepeat: false,
		});
		const after = await awaitDatabase(context, client, {
			database,
			what: `database ${target} to be restored`,
			timeoutMs,
			isAsAsked: isSettled,
			reveal: false,
		});
		// Upstash does not tell which backup a database was restored from: what it holds is not proven.
		return { accepted: true, verified: false, databaseState: after.state ?? 'unknown', backup: chosen };
	},
};
