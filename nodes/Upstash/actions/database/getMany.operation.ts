import { textField } from '../../../shared/fields/fields';
import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import { upstashManagementClient } from '../../api/client';
import { listDatabases, readDatabase } from '../../api/management/databases';
import { revealField } from '../../fields/database';
import { databaseJson } from '../../output/databaseJson';
import { databaseName } from '../../state/database';

const readsAtOnce = 4;

const nameContainsField = textField('Name Contains', 'nameContains', {
	description: 'Only databases whose name contains this',
});

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many databases',
	description: 'List the databases of the account',
	properties: [...listProperties, nameContainsField, revealField, simplifyProperty],
	async execute(context) {
		const limit = limitParameter(context);
		const reveal = revealField.read(context);
		const simplify = simplifyProperty.read(context);
		const wanted = nameContainsField.read(context).toLowerCase();
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
