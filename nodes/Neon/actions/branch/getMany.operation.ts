import { textParameter } from '../../../shared/fields/parameters';
import { branchJson, listBranches } from '../../branches';
import { getManyOf } from '../../getManyOf';
import { chosenProject, projectProperty } from '../../locators';
import { nameContainsProperty } from '../../properties';
import type { NeonBranch } from '../../types';

export const getMany = getManyOf<NeonBranch>(
	'branches',
	'List the branches of a project by name',
	[projectProperty],
	[nameContainsProperty('branches')],
	async (context, client, limit) => {
		const project = await chosenProject(context, client);
		const search = textParameter(context, 'nameContains');
		return {
			elements: await listBranches(client, project.id, search, limit),
			json: (branch) => branchJson(project, branch),
		};
	},
);
