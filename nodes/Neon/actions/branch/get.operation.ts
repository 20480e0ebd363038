import type { Operation } from '../../../shared/operation';
import { switchParameter } from '../../../shared/parameters';
import { simplifyProperty } from '../../../shared/sharedProperties';
import { branchJson, rawBranchJson } from '../../branches';
import { branchProperty, chosenBranch, chosenProject, projectProperty } from '../../locators';
import { historyWindow } from '../../moment';
import { neonClient } from '../../transport';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a branch',
	description: 'Get a branch with its state and the window of its history',
	properties: [projectProperty, branchProperty, simplifyProperty],
	async execute(context) {
		const client = neonClient(context);
		const project = await chosenProject(context, client);
		const branch = await chosenBranch(context, client, project);
		if (!switchParameter(context, 'simplify')) return rawBranchJson(branch);
		return { ...branchJson(project, branch), ...historyWindow(project, branch) };
	},
};
