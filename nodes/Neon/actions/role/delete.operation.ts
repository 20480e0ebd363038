import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { dryRunProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { allowDefaultBranchProperty } from '../../branchGuard';
import { branchName } from '../../branches';
import { listDatabases } from '../../databases';
import { deleteFromBranch } from '../../deleteFromBranch';
import { branchProperty, projectProperty, roleProperty } from '../../locators';
import { listRoles } from '../../roles';
import type { NeonBranch, NeonProject } from '../../types';

export const deleteRole: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a role',
	description: 'Delete a Postgres role and wait until it is gone; harmless when it is gone already',
	properties: [
		projectProperty,
		branchProperty,
		roleProperty,
		allowDefaultBranchProperty,
		timeoutProperty(120),
		dryRunProperty,
	],
	execute: async (context) =>
		await deleteFromBranch(context, {
			kind: 'role',
			label: 'Role',
			list: listRoles,
			check: requireOwnsNothing,
		}),
};

async function requireOwnsNothing(
	client: PlatformClient,
	project: NeonProject,
	branch: NeonBranch,
	name: string,
): Promise<void> {
	const owned = (await listDatabases(client, project.id, branch.id))
		.filter(({ owner_name: owner }) => owner === name)
		.map((database) => database.name);
	if (owned.length === 0) return;
	throw new OperationFailure(
		`Role ${name} of branch ${branchName(branch)} was not deleted: it owns ${owned.join(', ')}`,
		'Delete those databases first, or give them another owner',
	);
}
