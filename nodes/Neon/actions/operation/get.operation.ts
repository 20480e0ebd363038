import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { readOperation } from '../../api/operations';
import { chosenProject } from '../../fields/chosen';
import { operationField, projectField } from '../../fields/locators';
import { shaped } from '../../fields/simplify';
import { operationJson } from '../../output/operationJson';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get an operation',
	description: 'Get an operation and how far it is',
	properties: [projectField, operationField, simplifyProperty],
	async execute(context) {
		const id = operationField.read(context);
		const client = await chosenProject(context);
		return shaped(context, await readOperation(client, id), operationJson);
	},
};
