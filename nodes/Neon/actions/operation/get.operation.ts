import type { Operation } from '../../../shared/operation/operation';
import { locatorValue } from '../../../shared/fields/parameters';
import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import { shaped } from '../../answers';
import { chosenProject, operationProperty, projectProperty } from '../../locators';
import { operationJson, readOperation } from '../../operations';
import { neonClient } from '../../transport';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get an operation',
	description: 'Get how far an operation is',
	properties: [projectProperty, operationProperty, simplifyProperty],
	async execute(context) {
		const client = neonClient(context);
		const id = locatorValue(context, 'operationId', 'Operation');
		const project = await chosenProject(context, client);
		return shaped(context, await readOperation(client, project.id, id), operationJson);
	},
};
