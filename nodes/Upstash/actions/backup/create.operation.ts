import { requiredTextField } from '../../../shared/fields/fields';
import { dryRunProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { upstashManagementClient } from '../../api/client';
import { findDatabase } from '../../api/management/databases';
import { backupNamed, createBackup, waitForBackup } from '../../changes/createBackup';
import { databaseField } from '../../fields/database';
import { backupJson } from '../../output/backupJson';
import { planJson } from '../../output/planJson';
import { databaseName } from '../../state/database';

const nameField = requiredTextField('Name', 'name', { placeholder: 'before-release-7' });
const timeoutField = timeoutProperty(900);

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a backup',
	description: 'Back up a database, unless it has a backup of that name, and wait until the backup is complete',
	properties: [databaseField, nameField, timeoutField, dryRunProperty],
	async execute(context) {
		const client = upstashManagementClient(context);
		const name = nameField.read(context);
		const timeoutMs = timeoutField.read(context);
		const database = await findDatabase(client, databaseField.read(context));
		const exists = (await backupNamed(client, database.database_id, name)) !== undefined;
		if (dryRunProperty.read(context)) return planJson({ action: 'create', name, exists }, databaseName(database));
		const request = { database, name, timeoutMs, cancelSignal: cancelSignalOf(context) };
		const backup = exists ? await waitForBackup(client, request) : await createBackup(client, request);
		return { ...backupJson(database, backup), created: !exists };
	},
};
