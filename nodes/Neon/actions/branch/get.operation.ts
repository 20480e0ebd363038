import type { Operation } from '../../../shared/operation/operation';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import { shaped } from '../../answers';
import { branchJson } from '../../branches';
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
		return shaped(context, branch, (one) => ({
			...branchJson(project, one),
			...historyWindow(project, one),
		}));
	},
};
