import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { upstashManagementClient } from '../../api/client';
import { listBackups } from '../../api/management/backups';
import { findDatabase } from '../../api/management/databases';
import { databaseField } from '../../fields/database';
import { backupJson } from '../../output/backupJson';
import { newestFirst } from '../../state/backup';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many backups',
	description: 'List the backups of a database, the newest first',
	properties: [databaseField, ...listProperties, simplifyProperty],
	async execute(context) {
		const client = upstashManagementClient(context);
		const limit = limitParameter(context);
		const database = await findDatabase(client, databaseField.read(context));
		const backups = newestFirst(await listBackups(client, database.database_id)).slice(0, limit);
		return simplifyProperty.read(context)
			? backups.map((backup) => backupJson(database, backup))
			: backups.map((backup) => ({ ...backup }));
	},
};
