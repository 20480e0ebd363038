import type { PlatformClient } from '../../../shared/http/platformClient';
import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { listBackups } from '../../api/management/backups';
import type { UpstashBackup, UpstashDatabase } from '../../api/types';
import { backupField } from '../../fields/backup';
import { backupsCalled } from '../../state/backup';
import { databaseName } from '../../state/database';

/** The backup of the field Backup; null when the database has none of that id or name. @throws OperationFailure when several have that name. */
export async function chosenBackup(
	context: OperationContext,
	client: PlatformClient,
	database: UpstashDatabase,
): Promise<UpstashBackup | null> {
	const entered = backupField.read(context);
	const called = backupsCalled(await listBackups(client, database.database_id), entered);
	if (called.length <= 1) return called[0] ?? null;
	throw new OperationFailure(
		`${called.length} backups of database ${databaseName(database)} have the name "${entered}"`,
		'Choose one from the list, or give its ID',
	);
}
