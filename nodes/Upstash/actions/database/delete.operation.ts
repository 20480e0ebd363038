import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { upstashManagementClient } from '../../api/client';
import { deleteDatabase as sendDeletion, findDatabase, readDatabase } from '../../api/management/databases';
import { waitUntilGone } from '../../changes/waitUntilGone';
import { assertConfirmed, confirmNameField } from '../../fields/confirmation';
import { databaseField } from '../../fields/database';
import { databaseName } from '../../state/database';

const confirmField = confirmNameField('deleted');

export const deleteDatabase: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a database',
	description: 'Permanently delete a database, with all its keys and backups',
	properties: [databaseField, confirmField, dryRunProperty],
	async execute(context) {
		const client = upstashManagementClient(context);
		const database = await findDatabase(client, databaseField.read(context));
		const { database_id: id } = database;
		const name = databaseName(database);
		assertConfirmed(confirmField.read(context), name, 'deleted');
		const target = { id, name, platform: 'upstash' };
		if (dryRunProperty.read(context)) return { dryRun: true, ...target, plan: { action: 'delete' } };
		await sendDeletion(client, id);
		await waitUntilGone(
			`The deletion of database ${name}`,
			async () => (await readDatabase(client, id)) === null,
			cancelSignalOf(context),
		);
		return { deleted: true, ...target };
	},
};
