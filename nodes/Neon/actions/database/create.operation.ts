import type { Operation } from '../../../shared/operation/operation';
import { locatorValue } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { shaped } from '../../answers';
import { createInBranch } from '../../createInBranch';
import { databaseJson, listDatabases } from '../../databases';
import { branchProperty, projectProperty, roleProperty } from '../../locators';
import { nameProperty } from '../../properties';

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a database',
	description: 'Make a database on a branch and wait until it is there',
	properties: [
		projectProperty,
		branchProperty,
		nameProperty('analytics', 'Unique on the branch'),
		{ ...roleProperty, displayName: 'Owner', description: 'The role that owns it' },
		timeoutProperty(120),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const owner = locatorValue(context, 'role', 'Owner');
		return await createInBranch(context, {
			kind: 'database',
			body: { owner_name: owner },
			plan: { action: 'createDatabase', owner },
			ifTaken: 'Choose another name',
			list: listDatabases,
			json: (made) => shaped(context, made, databaseJson),
		});
	},
};
