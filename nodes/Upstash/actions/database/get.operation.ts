import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import {
	databaseParameter,
	databaseProperty,
	revealProperty,
	shownDatabase,
} from '../../api/management/databases';
import { managementClient } from '../../api/client';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a database',
	description: 'Get a database, its password and tokens masked',
	properties: [databaseProperty, revealProperty, simplifyProperty],
	async execute(context) {
		const reveal = switchParameter(context, 'reveal');
		const database = await databaseParameter(context, managementClient(context), reveal);
		return shownDatabase(context, database, reveal);
	},
};
