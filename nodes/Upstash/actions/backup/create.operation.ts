import { requiredText, switchParameter, timeoutMsParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { upstashManagementClient } from '../../api/client';
import { findDatabase } from '../../api/management/databases';
import { backupNamed, startBackup, waitForBackup } from '../../changes/createBackup';
import { databaseParameter, databaseProperty } from '../../fields/database';
import { backupJson } from '../../output/backupJson';
import { planJson } from '../../output/planJson';
import { databaseName } from '../../state/database';

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a backup',
	description: 'Back a database up, unless it has a backup of that name, and wait until it is complete',
	properties: [
		databaseProperty,
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'before-release-7',
		},
		timeoutProperty(900),
		dryRunProperty,
	],
	async execute(context) {
		const client = upstashManagementClient(context);
		const name = requiredText(context, 'name', 'Name');
		const timeoutMs = timeoutMsParameter(context);
		const database = await findDatabase(client, databaseParameter(context));
		const exists = (await backupNamed(client, database.database_id, name)) !== undefined;
		if (switchParameter(context, 'dryRun')) return planJson({ action: 'create', name, exists }, databaseName(database));
		const request = { database, name, timeoutMs, cancelSignal: cancelSignalOf(context) };
		if (!exists) await startBackup(client, request);
		return { ...backupJson(database, await waitForBackup(client, request)), created: !exists };
	},
};
