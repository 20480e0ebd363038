import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import { taskDefinitionParameter, taskDefinitionProperty } from '../../locators';
import { taskDefinitionJson } from '../../taskDefinitionJson';
import { readTaskDefinition } from '../../taskDefinitions';
import { ecsOf } from '../../transport';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a task definition',
	description: 'Show a revision: its containers, images and the names of their variables',
	properties: [taskDefinitionProperty, simplifyProperty],
	async execute(context) {
		const reference = taskDefinitionParameter(context);
		const { definition } = await readTaskDefinition(await ecsOf(context), reference);
		return taskDefinitionJson(definition, !switchParameter(context, 'simplify'));
	},
};
