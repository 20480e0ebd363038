import type { Operation } from '../../../shared/operation';
import { limitParameter, switchParameter } from '../../../shared/parameters';
import { listProperties, simplifyProperty } from '../../../shared/sharedProperties';
import { endpointJson, listBranchEndpoints, listEndpoints, rawEndpointJson } from '../../endpoints';
import { branchProperty, chosenProject, optional, optionalBranch, projectProperty } from '../../locators';
import { neonClient } from '../../transport';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many computes',
	description: 'List the computes of a project or of one branch',
	properties: [
		projectProperty,
		optional(branchProperty, 'Only the computes of this branch; leave it empty for all'),
		...listProperties,
		simplifyProperty,
	],
	async execute(context) {
		const client = neonClient(context);
		const project = await chosenProject(context, client);
		const branch = await optionalBranch(context, client, project, 'branch');
		const endpoints = branch
			? await listBranchEndpoints(client, project.id, branch.id)
			: await listEndpoints(client, project.id);
		return endpoints
			.slice(0, limitParameter(context))
			.map((endpoint) =>
				switchParameter(context, 'simplify')
					? endpointJson(project, endpoint, branch ?? undefined)
					: rawEndpointJson(endpoint),
			);
	},
};
