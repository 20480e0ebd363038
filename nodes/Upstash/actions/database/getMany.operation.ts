import { mapConcurrently } from '../../../shared/mapConcurrently';
import type { Operation } from '../../../shared/operation';
import { limitParameter, switchParameter, textParameter } from '../../../shared/parameters';
import { listProperties, simplifyProperty } from '../../../shared/sharedProperties';
import {
	databaseJson,
	databaseName,
	listDatabases,
	rawDatabaseJson,
	readDatabase,
	revealProperty,
} from '../../management/databases';
import { managementClient } from '../../management/transport';

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
		const json = switchParameter(context, 'simplify') ? databaseJson : rawDatabaseJson;
		const client = managementClient(context);
		const databases = (await listDatabases(client))
			.filter((database) => databaseName(database).toLowerCase().includes(text))
			.slice(0, limit);
		if (!reveal) return databases.map((database) => json(database, false));
		// A list has no credentials in it.
		return await mapConcurrently(databases, readsAtOnce, async (listed) => {
			const whole = await readDatabase(client, listed.database_id, true);
			return json(whole ?? listed, true);
		});
	},
};
