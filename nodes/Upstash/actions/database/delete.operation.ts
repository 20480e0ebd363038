import { switchParameter } from '../../../shared/fields/parameters';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { upstashManagementClient } from '../../api/client';
import { deleteDatabase as sendDeletion, findDatabase, readDatabase } from '../../api/management/databases';
import { waitUntilGone } from '../../changes/waitUntilGone';
import { assertConfirmed, confirmNameProperty } from '../../fields/confirmation';
import { databaseParameter, databaseProperty } from '../../fields/database';
import { databaseName } from '../../state/database';

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
		const client = upstashManagementClient(context);
		const database = await findDatabase(client, databaseParameter(context));
		const { database_id: id } = database;
		const name = databaseName(database);
		assertConfirmed(context, name, 'deleted');
		const target = { id, name, platform: 'upstash' };
		if (switchParameter(context, 'dryRun')) return { dryRun: true, ...target, plan: { action: 'delete' } };
		await sendDeletion(client, id);
		await waitUntilGone(
			`The deletion of database ${name}`,
			async () => (await readDatabase(client, id)) === null,
			cancelSignalOf(context),
		);
		return { deleted: true, ...target };
	},
};
