import type { Operation } from '../../../shared/operation';
import { switchParameter } from '../../../shared/parameters';
import { simplifyProperty } from '../../../shared/sharedProperties';
import {
	databaseJson,
	databaseParameter,
	databaseProperty,
	rawDatabaseJson,
	revealProperty,
} from '../../management/databases';
import { managementClient } from '../../management/transport';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a database',
	description: 'Get a database, its password and tokens masked',
	properties: [databaseProperty, revealProperty, simplifyProperty],
	async execute(context) {
		const reveal = switchParameter(context, 'reveal');
		const database = await databaseParameter(context, managementClient(context), reveal);
		return switchParameter(context, 'simplify')
			? databaseJson(database, reveal)
			: rawDatabaseJson(database, reveal);
	},
};
