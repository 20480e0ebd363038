import { OperationFailure } from '../../../shared/errors';
import type { Operation } from '../../../shared/operation';
import { switchParameter, textParameter } from '../../../shared/parameters';
import { path } from '../../../shared/path';
import { dryRunProperty } from '../../../shared/sharedProperties';
import {
	databaseName,
	databaseParameter,
	databaseProperty,
	readDatabase,
} from '../../management/databases';
import { managementClient } from '../../management/transport';

export const deleteDatabase: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a database',
	description: 'Delete a database for good, with all its keys and backups',
	properties: [
		databaseProperty,
		{
			displayName: 'Name of the Database Again',
			name: 'confirmName',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'paintbox-locks',
			description: 'The name of the database that is to be deleted, typed by hand: nothing is deleted unless it is the same',
		},
		dryRunProperty,
	],
	async execute(context) {
		const client = managementClient(context);
		const confirmed = textParameter(context, 'confirmName');
		const database = await databaseParameter(context, client);
		const name = databaseName(database);
		if (confirmed !== name) {
			throw new OperationFailure(
				`Database ${name} was not deleted: Name of the Database Again is ${confirmed === '' ? 'empty' : `"${confirmed}"`}`,
				`Type ${name} there if that is the database to delete`,
			);
		}
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
		if ((await readDatabase(client, database.database_id)) === null) return { deleted: true, ...target };
		throw new OperationFailure(
			`Upstash took the request, but database ${name} is still there`,
			'Look at the database in the Upstash console, then run this again',
		);
	},
};
