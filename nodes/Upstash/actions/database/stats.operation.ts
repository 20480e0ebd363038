import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { upstashManagementClient } from '../../api/client';
import { findDatabase, readStats } from '../../api/management/databases';
import { databaseField } from '../../fields/database';
import { statsJson } from '../../output/statsJson';

export const stats: Operation = {
	value: 'stats',
	name: 'Stats',
	action: 'Get the stats of a database',
	description: 'Get the usage of a database, as Upstash last measured it',
	properties: [databaseField, simplifyProperty],
	async execute(context) {
		const client = upstashManagementClient(context);
		const database = await findDatabase(client, databaseField.read(context));
		const answer = await readStats(client, database.database_id);
		return simplifyProperty.read(context) ? statsJson(database, answer) : answer;
	},
};
