import type { Operation } from '../../../shared/operation';
import { limitParameter, switchParameter } from '../../../shared/parameters';
import { listProperties, simplifyProperty } from '../../../shared/sharedProperties';
import { branchProperty, chosenProject, optional, optionalBranch, projectProperty } from '../../locators';
import { listOperations, operationJson, rawOperationJson } from '../../operations';
import { neonClient } from '../../transport';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many operations',
	description: 'List the operations of a project, newest first',
	properties: [
		projectProperty,
		optional(branchProperty, 'Only the operations of this branch; leave it empty for all'),
		...listProperties,
		simplifyProperty,
	],
	async execute(context) {
		const client = neonClient(context);
		const project = await chosenProject(context, client);
		const branch = await optionalBranch(context, client, project, 'branch');
		const limit = limitParameter(context);
		// Neon has no filter for the branch, so all are read then.
		const operations = await listOperations(client, project.id, branch ? Infinity : limit);
		return operations
			.filter(({ branch_id: branchId }) => !branch || branchId === branch.id)
			.slice(0, limit)
			.map((operation) =>
				switchParameter(context, 'simplify') ? operationJson(operation) : rawOperationJson(operation),
			);
	},
};
