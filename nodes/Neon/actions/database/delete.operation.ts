import type { Operation } from '../../../shared/operation/operation';
import { dryRunProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { allowDefaultBranchProperty } from '../../branchGuard';
import { listDatabases } from '../../databases';
import { deleteFromBranch } from '../../deleteFromBranch';
import { branchProperty, databaseProperty, projectProperty } from '../../locators';

export const deleteDatabase: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a database',
	description: 'Delete a database with all its data and wait until it is gone; harmless when it is gone already',
	properties: [
		projectProperty,
		branchProperty,
		databaseProperty,
		allowDefaultBranchProperty,
		timeoutProperty(120),
		dryRunProperty,
	],
	execute: async (context) =>
		await deleteFromBranch(context, { kind: 'database', label: 'Database', list: listDatabases }),
};
