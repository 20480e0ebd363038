import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { awaitGone } from '../../changes/waitUntilGone';
import { confirmNameProperty, requireConfirmed } from '../../fields/confirmation';
import {
	databaseName,
	databaseParameter,
	databaseProperty,
	readDatabase,
} from '../../api/management/databases';
import { managementClient } from '../../api/client';

export const deleteDatabase: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a database',
	description: 'Delete a database for good, with all its keys and backups',
	properties: [
		databaseProperty,
		confirmNameProperty('deleted'),
		dryRunProperty,
	],
	async execute(context) {
		const client = managementClient(context);
		const database = await databaseParameter(context, client);
		const name = databaseName(database);
		requireConfirmed(context, database, 'deleted');
		const target = { id: database.database_id, name, platform: 'upstash' };
		if (switchParameter(context, 'dryRun')) {
			return { dryRun: true, ...target, plan: { action: 'delete' } };
		}
		// 404: deleted already, by an earlier try.
		await client.request({
			method: 'DELETE',
			path: path`/redis/database/${database.database_id}`,
			acceptStatuses: [404],
		});
		await awaitGone(
			context,
			`The deletion of database ${name}`,
			async () => (await readDatabase(client, database.database_id)) === null,
		);
		return { deleted: true, ...target };
	},
};
