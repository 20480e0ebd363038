import { switchParameter } from '../../../shared/fields/parameters';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { upstashManagementClient } from '../../api/client';
import { findDatabase } from '../../api/management/databases';
import { databaseParameter, databaseProperty, revealProperty } from '../../fields/database';
import { databaseJson } from '../../output/databaseJson';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a database',
	description: 'Get a database, its password and tokens masked',
	properties: [databaseProperty, revealProperty, simplifyProperty],
	async execute(context) {
		const reveal = switchParameter(context, 'reveal');
		const database = await findDatabase(upstashManagementClient(context), databaseParameter(context), reveal);
		return databaseJson(database, { simplify: switchParameter(context, 'simplify'), reveal });
	},
};
