import { dryRunProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { listDatabases } from '../../api/databases';
import { branchField, databaseField, projectField } from '../../fields/locators';
import { allowDefaultBranchField } from '../../fields/switches';
import { deletePart } from '../deletePart';

export const deleteDatabase: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a database',
	description: 'Delete a database, if it exists, with all its data, and wait until it is gone',
	properties: [projectField, branchField, databaseField, allowDefaultBranchField, timeoutProperty(120), dryRunProperty],
	execute: async (context) =>
		await deletePart(context, { kind: 'database', field: databaseField, list: listDatabases }),
};
