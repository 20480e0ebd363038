import type { Operation } from '../../../shared/operation';
import { requiredText, switchParameter } from '../../../shared/parameters';
import { simplifyProperty } from '../../../shared/sharedProperties';
import { chosenProject, projectProperty } from '../../locators';
import { operationJson, rawOperationJson, readOperation } from '../../operations';
import { neonClient } from '../../transport';
import { operationIdProperty } from './operationProperty';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get an operation',
	description: 'Get how far an operation is',
	properties: [projectProperty, operationIdProperty, simplifyProperty],
	async execute(context) {
		const client = neonClient(context);
		const id = requiredText(context, 'operationId', 'Operation ID');
		const project = await chosenProject(context, client);
		const operation = await readOperation(client, project.id, id);
		return switchParameter(context, 'simplify') ? operationJson(operation) : rawOperationJson(operation);
	},
};
