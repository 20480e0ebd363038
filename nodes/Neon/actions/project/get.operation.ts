import type { Operation } from '../../../shared/operation/operation';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import { shaped } from '../../answers';
import { chosenProject, projectProperty } from '../../locators';
import { projectJson } from '../../projects';
import { neonClient } from '../../transport';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a project',
	description: 'Get a project with how long it keeps its history',
	properties: [projectProperty, simplifyProperty],
	async execute(context) {
		const project = await chosenProject(context, neonClient(context));
		return shaped(context, project, projectJson);
	},
};
