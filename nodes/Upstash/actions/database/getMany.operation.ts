import { limitParameter, switchParameter, textParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import { upstashManagementClient } from '../../api/client';
import { listDatabases, readDatabase } from '../../api/management/databases';
import { revealProperty } from '../../fields/database';
import { databaseJson } from '../../output/databaseJson';
import { databaseName } from '../../state/database';

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
		const simplify = switchParameter(context, 'simplify');
		const wanted = textParameter(context, 'nameContains').toLowerCase();
		const client = upstashManagementClient(context);
		const databases = (await listDatabases(client))
			.filter((database) => databaseName(database).toLowerCase().includes(wanted))
			.slice(0, limit);
		if (!reveal) return databases.map((database) => databaseJson(database, { simplify, reveal }));
		// A list has no credentials in it.
		return await mapConcurrently(databases, readsAtOnce, async (listed) => {
			const whole = await readDatabase(client, listed.database_id, true);
			return databaseJson(whole ?? listed, { simplify, reveal });
		});
	},
};
