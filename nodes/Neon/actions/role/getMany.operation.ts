import { listRoles, roleJson, withoutPassword } from '../../roles';
import { getManyOf } from '../../getManyOf';
import { branchProperty, chosenBranch, chosenProject, projectProperty } from '../../locators';
import type { NeonRole } from '../../types';

export const getMany = getManyOf<NeonRole>(
	'roles',
	'List the Postgres roles of a branch, without passwords',
	[projectProperty, branchProperty],
	[],
	async (context, client) => {
		const project = await chosenProject(context, client);
		const branch = await chosenBranch(context, client, project);
		const roles = await listRoles(client, project.id, branch.id);
		return { elements: roles.map(withoutPassword), json: roleJson };
	},
);
