import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import type { Operation } from '../../../shared/operation/operation';
import { limitParameter, switchParameter, textParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import {
	databaseName,
	listDatabases,
	readDatabase,
	revealProperty,
	shownDatabase,
} from '../../api/management/databases';
import { managementClient } from '../../api/client';

const readsAtOnce = 4;

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many databases',
	description: 'List the databases of the account',
	properties: [
		...listProperties,
		{
			displayName: 'Name Contains',
			name: 'nameContains',
			type: 'string',
			default: '',
			description: 'Only databases whose name holds this text',
		},
		revealProperty,
		simplifyProperty,
	],
	async execute(context) {
		const limit = limitParameter(context);
		const reveal = switchParameter(context, 'reveal');
		const text = textParameter(context, 'nameContains').toLowerCase();
		const client = managementClient(context);
		const databases = (await listDatabases(client))
			.filter((database) => databaseName(database).toLowerCase().includes(text))
			.slice(0, limit);
		if (!reveal) return databases.map((database) => shownDatabase(context, database, false));
		// A list has no credentials in it.
		return await mapConcurrently(databases, readsAtOnce, async (listed) => {
			const whole = await readDatabase(client, listed.database_id, true);
			return shownDatabase(context, whole ?? listed, true);
		});
	},
};
