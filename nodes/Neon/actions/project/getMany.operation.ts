import { optionalLocatorValue } from '../../../shared/fields/locators';
import { textParameter } from '../../../shared/fields/parameters';
import { getManyOf } from '../../getManyOf';
import { organizationProperty } from '../../locators';
import { listProjects, projectJson } from '../../projects';
import { nameContainsProperty } from '../../properties';
import type { NeonProject } from '../../types';

export const getMany = getManyOf<NeonProject>(
	'projects',
	'List the projects that the credential may see',
	[],
	[nameContainsProperty('projects'), organizationProperty],
	async (context, client, limit) => {
		const search = textParameter(context, 'nameContains');
		const organizationId = optionalLocatorValue(context, 'organizationId');
		return {
			elements: await listProjects(client, { search, organizationId }, limit),
			json: projectJson,
		};
	},
);
