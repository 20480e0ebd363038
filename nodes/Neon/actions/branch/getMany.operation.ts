import type { Operation } from '../../../shared/operation';
import { limitParameter, switchParameter, textParameter } from '../../../shared/parameters';
import { listProperties, simplifyProperty } from '../../../shared/sharedProperties';
import { branchJson, listBranches, rawBranchJson } from '../../branches';
import { chosenProject, projectProperty } from '../../locators';
import { neonClient } from '../../transport';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many branches',
	description: 'List the branches of a project by name',
	properties: [
		projectProperty,
		...listProperties,
		{
			displayName: 'Name Contains',
			name: 'nameContains',
			type: 'string',
			default: '',
			placeholder: 'preview/',
			description: 'Only branches whose name or ID holds this text',
		},
		simplifyProperty,
	],
	async execute(context) {
		const client = neonClient(context);
		const project = await chosenProject(context, client);
		const branches = await listBranches(
			client,
			project.id,
			textParameter(context, 'nameContains'),
			limitParameter(context),
		);
		return branches.map((branch) =>
			switchParameter(context, 'simplify') ? branchJson(project, branch) : rawBranchJson(branch),
		);
	},
};
