import { listOperations } from '../../api/operations';
import type { NeonOperation } from '../../api/types';
import { chosenProject, optionalBranch } from '../../fields/chosen';
import { onlyOfBranchField, projectField } from '../../fields/locators';
import { operationJson } from '../../output/operationJson';
import { getManyOf } from '../getManyOf';

const onlyOfBranch = onlyOfBranchField('operations');

export const getMany = getManyOf<NeonOperation>(
	'operations',
	'List the operations of a project, newest first',
	[projectField, onlyOfBranch],
	[],
	async (context, limit) => {
		const client = await chosenProject(context);
		const branch = await optionalBranch(context, client, onlyOfBranch);
		// Neon has no filter for the branch, so all are read then.
		const operations = await listOperations(client, branch ? Infinity : limit);
		return {
			elements: operations.filter(({ branch_id: id }) => !branch || id === branch.id),
			json: operationJson,
		};
	},
);
