import { endpointJson, listBranchEndpoints, listEndpoints } from '../../endpoints';
import { getManyOf } from '../../getManyOf';
import { chosenProject, onlyOfBranchProperty, optionalBranch, projectProperty } from '../../locators';
import type { NeonEndpoint } from '../../types';

export const getMany = getManyOf<NeonEndpoint>(
	'computes',
	'List the computes of a project or of one branch',
	[projectProperty, onlyOfBranchProperty('computes')],
	[],
	async (context, client) => {
		const project = await chosenProject(context, client);
		const branch = await optionalBranch(context, client, project, 'branch');
		return {
			elements: branch
				? await listBranchEndpoints(client, project.id, branch.id)
				: await listEndpoints(client, project.id),
			json: (endpoint) => endpointJson(project, endpoint, branch),
		};
	},
);
