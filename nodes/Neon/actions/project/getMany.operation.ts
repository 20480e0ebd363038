import type { Operation } from '../../../shared/operation';
import { limitParameter, switchParameter, textParameter } from '../../../shared/parameters';
import { listProperties, simplifyProperty } from '../../../shared/sharedProperties';
import { listProjects, projectJson, rawProjectJson } from '../../projects';
import { neonClient } from '../../transport';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many projects',
	description: 'List the projects that the credential may see',
	properties: [
		...listProperties,
		{
			displayName: 'Name Contains',
			name: 'nameContains',
			type: 'string',
			default: '',
			description: 'Only projects whose name or ID holds this text',
		},
		{
			displayName: 'Organization ID',
			name: 'organizationId',
			type: 'string',
			default: '',
			placeholder: 'org-quiet-hill-12345678',
			description: 'Only projects of this organization; leave it empty for all',
		},
		simplifyProperty,
	],
	async execute(context) {
		const projects = await listProjects(
			neonClient(context),
			{
				search: textParameter(context, 'nameContains'),
				organizationId: textParameter(context, 'organizationId'),
			},
			limitParameter(context),
		);
		return projects.map(switchParameter(context, 'simplify') ? projectJson : rawProjectJson);
	},
};
