import { listRoles } from '../../api/roles';
import type { NeonRole } from '../../api/types';
import { chosenBranch, chosenProject } from '../../fields/chosen';
import { branchField, projectField } from '../../fields/locators';
import { redactRole, roleJson } from '../../output/roleJson';
import { getManyOf } from '../getManyOf';

export const getMany = getManyOf<NeonRole>(
	'roles',
	'List the Postgres roles of a branch, without passwords',
	[projectField, branchField],
	[],
	async (context) => {
		const client = await chosenProject(context);
		const branch = await chosenBranch(context, client);
		const roles = await listRoles(client, branch.id);
		return { elements: roles.map(redactRole), json: roleJson };
	},
);
