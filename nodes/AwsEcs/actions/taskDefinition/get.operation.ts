import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { ecsClient } from '../../api/client';
import { readTaskDefinition } from '../../api/taskDefinitions';
import { taskDefinitionField } from '../../fields/locators';
import { taskDefinitionJson } from '../../output/taskDefinitionJson';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a task definition',
	description: 'Show a revision: its containers, images and the names of their variables',
	properties: [taskDefinitionField, simplifyProperty],
	async execute(context) {
		const reference = taskDefinitionField.read(context);
		const { definition } = await readTaskDefinition(await ecsClient(context), reference);
		return taskDefinitionJson(definition, !simplifyProperty.read(context));
	},
};
