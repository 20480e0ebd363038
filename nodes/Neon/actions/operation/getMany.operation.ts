import { getManyOf } from '../../getManyOf';
import { chosenProject, onlyOfBranchProperty, optionalBranch, projectProperty } from '../../locators';
import { listOperations, operationJson } from '../../operations';
import type { NeonOperation } from '../../types';

export const getMany = getManyOf<NeonOperation>(
	'operations',
	'List the operations of a project, newest first',
	[projectProperty, onlyOfBranchProperty('operations')],
	[],
	async (context, client, limit) => {
		const project = await chosenProject(context, client);
		const branch = await optionalBranch(context, client, project, 'branch');
		// Neon has no filter for the branch, so all are read then.
		const operations = await listOperations(client, project.id, branch ? Infinity : limit);
		return {
			elements: operations.filter(({ branch_id: id }) => !branch || id === branch.id),
			json: operationJson,
		};
	},
);
