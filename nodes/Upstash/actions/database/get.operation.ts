import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { upstashManagementClient } from '../../api/client';
import { findDatabase } from '../../api/management/databases';
import { databaseField, revealField } from '../../fields/database';
import { databaseJson } from '../../output/databaseJson';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a database',
	description: 'Get a database, with its password and tokens redacted unless revealed',
	properties: [databaseField, revealField, simplifyProperty],
	async execute(context) {
		const reveal = revealField.read(context);
		const database = await findDatabase(upstashManagementClient(context), databaseField.read(context), reveal);
		return databaseJson(database, { simplify: simplifyProperty.read(context), reveal });
	},
};
