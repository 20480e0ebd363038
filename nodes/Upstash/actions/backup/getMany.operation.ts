import type { Operation } from '../../../shared/operation/operation';
import { limitParameter, switchParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import { backupJson, listBackups } from '../../api/management/backups';
import { databaseParameter, databaseProperty } from '../../api/management/databases';
import { managementClient } from '../../api/client';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many backups',
	description: 'List the backups of a database, the newest first',
	properties: [databaseProperty, ...listProperties, simplifyProperty],
	async execute(context) {
		const client = managementClient(context);
		const limit = limitParameter(context);
		const database = await databaseParameter(context, client);
		const backups = await listBackups(client, database);
		return backups
			.sort((left, right) => (right.creation_time ?? 0) - (left.creation_time ?? 0))
			.slice(0, limit)
			.map((backup) =>
				switchParameter(context, 'simplify') ? backupJson(database, backup) : { ...backup },
			);
	},
};
