import { neonClient } from '../../api/client';
import { listProjects } from '../../api/projects';
import type { NeonProject } from '../../api/types';
import { organizationField } from '../../fields/locators';
import { nameContainsField } from '../../fields/names';
import { projectJson } from '../../output/projectJson';
import { getManyOf } from '../getManyOf';

const nameContains = nameContainsField('projects');

export const getMany = getManyOf<NeonProject>(
	'projects',
	'List the projects that the credential may see',
	[],
	[nameContains, organizationField],
	async (context, limit) => {
		const search = nameContains.read(context);
		const organizationId = organizationField.read(context);
		return {
			elements: await listProjects(neonClient(context), { search, organizationId }, limit),
			json: projectJson,
		};
	},
);
