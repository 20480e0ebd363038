import { dryRunProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { listDatabases } from '../../api/databases';
import { listRoles } from '../../api/roles';
import { branchName, type NeonBranch } from '../../api/types';
import type { Work } from '../../changes/work';
import { branchField, projectField, roleField } from '../../fields/locators';
import { allowDefaultBranchField } from '../../fields/switches';
import { deletePart } from '../deletePart';

export const deleteRole: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a role',
	description: 'Delete a Postgres role, if it exists, and wait until it is gone',
	properties: [projectField, branchField, roleField, allowDefaultBranchField, timeoutProperty(120), dryRunProperty],
	execute: async (context) =>
		await deletePart(context, {
			kind: 'role',
			field: roleField,
			list: listRoles,
			assertDeletable: assertOwnsNothing,
		}),
};

async function assertOwnsNothing(work: Work, branch: NeonBranch, name: string): Promise<void> {
	const owned = (await listDatabases(work, branch.id))
		.filter(({ owner_name: owner }) => owner === name)
		.map((database) => database.name);
	if (owned.length === 0) return;
	throw new OperationFailure(
		`Role ${name} of branch ${branchName(branch)} was not deleted: it owns ${owned.join(', ')}`,
		'Delete those databases first, or give them another owner',
	);
}
