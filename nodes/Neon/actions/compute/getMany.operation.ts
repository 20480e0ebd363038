import { listBranchEndpoints, listEndpoints } from '../../api/endpoints';
import type { NeonEndpoint } from '../../api/types';
import { chosenProject, optionalBranch } from '../../fields/chosen';
import { onlyOfBranchField, projectField } from '../../fields/locators';
import { computeJson } from '../../output/computeJson';
import { getManyOf } from '../getManyOf';

const onlyOfBranch = onlyOfBranchField('computes');

export const getMany = getManyOf<NeonEndpoint>(
	'computes',
	'List the computes of a project or a branch',
	[projectField, onlyOfBranch],
	[],
	async (context) => {
		const client = await chosenProject(context);
		const { project } = client;
		const branch = await optionalBranch(context, client, onlyOfBranch);
		return {
			elements: branch ? await listBranchEndpoints(client, branch.id) : await listEndpoints(client),
			json: (endpoint) => computeJson(project, endpoint, branch),
		};
	},
);
