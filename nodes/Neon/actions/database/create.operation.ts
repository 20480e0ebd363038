import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { listDatabases } from '../../api/databases';
import { branchName } from '../../api/types';
import { assertPartFree, createPart } from '../../changes/createPart';
import { chosenBranch } from '../../fields/chosen';
import { branchField, ownerField, projectField } from '../../fields/locators';
import { longestPartName, nameField } from '../../fields/names';
import { shaped } from '../../fields/simplify';
import { databaseJson } from '../../output/databaseJson';
import { planJson } from '../../output/planJson';
import { startWork } from '../startWork';

const nameOfDatabase = nameField('analytics', 'Unique on the branch', longestPartName);

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a database',
	description: 'Make a database on a branch and wait until it exists',
	properties: [
		projectField,
		branchField,
		nameOfDatabase,
		ownerField,
		timeoutProperty(120),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const name = nameOfDatabase.read(context);
		const owner = ownerField.read(context);
		const work = await startWork(context);
		const branch = await chosenBranch(context, work);
		const wish = {
			kind: 'database',
			name,
			settings: { owner_name: owner },
			adviceIfTaken: 'Choose another name',
			list: listDatabases,
		} as const;
		await assertPartFree(work, branch, wish);
		if (dryRunProperty.read(context)) {
			return planJson(work.project, branchName(branch), { action: 'createDatabase', owner, name });
		}
		const { part } = await createPart(work, branch, wish);
		return shaped(context, part, databaseJson);
	},
};
