import type { Operation } from '../../../shared/operation';
import { limitParameter, switchParameter } from '../../../shared/parameters';
import { listProperties, simplifyProperty } from '../../../shared/sharedProperties';
import { branchProperty, chosenBranch, chosenProject, projectProperty } from '../../locators';
import { listRoles, rawRoleJson, roleJson } from '../../roles';
import { neonClient } from '../../transport';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many roles',
	description: 'List the Postgres roles of a branch, without passwords',
	properties: [projectProperty, branchProperty, ...listProperties, simplifyProperty],
	async execute(context) {
		const client = neonClient(context);
		const project = await chosenProject(context, client);
		const branch = await chosenBranch(context, client, project);
		return (await listRoles(client, project.id, branch.id))
			.slice(0, limitParameter(context))
			.map(switchParameter(context, 'simplify') ? roleJson : rawRoleJson);
	},
};
