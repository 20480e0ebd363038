import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { chosenBranch, chosenProject } from '../../fields/chosen';
import { branchField, projectField } from '../../fields/locators';
import { shaped } from '../../fields/simplify';
import { branchJson } from '../../output/branchJson';
import { historyWindow } from '../../state/historyWindow';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a branch',
	description: 'Get a branch with its state and history window',
	properties: [projectField, branchField, simplifyProperty],
	async execute(context) {
		const client = await chosenProject(context);
		const { project } = client;
		const branch = await chosenBranch(context, client);
		return shaped(context, branch, (one) => ({
			...branchJson(project, one),
			...historyWindow(project, one, clock.now()),
		}));
	},
};
