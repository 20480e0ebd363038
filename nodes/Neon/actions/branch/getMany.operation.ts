import { listBranches } from '../../api/branches';
import type { NeonBranch } from '../../api/types';
import { chosenProject } from '../../fields/chosen';
import { projectField } from '../../fields/locators';
import { nameContainsField } from '../../fields/names';
import { branchJson } from '../../output/branchJson';
import { getManyOf } from '../getManyOf';

const nameContains = nameContainsField('branches');

export const getMany = getManyOf<NeonBranch>(
	'branches',
	'List the branches of a project by name',
	[projectField],
	[nameContains],
	async (context, limit) => {
		const client = await chosenProject(context);
		const { project } = client;
		return {
			elements: await listBranches(client, nameContains.read(context), limit),
			json: (branch) => branchJson(project, branch),
		};
	},
);
