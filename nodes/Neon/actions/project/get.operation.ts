import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { chosenProject } from '../../fields/chosen';
import { projectField } from '../../fields/locators';
import { shaped } from '../../fields/simplify';
import { projectJson } from '../../output/projectJson';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a project',
	description: 'Get a project and how long it keeps its history',
	properties: [projectField, simplifyProperty],
	async execute(context) {
		const { project } = await chosenProject(context);
		return shaped(context, project, projectJson);
	},
};
