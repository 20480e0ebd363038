import { listDatabases, databaseJson } from '../../databases';
import { getManyOf } from '../../getManyOf';
import { branchProperty, chosenBranch, chosenProject, projectProperty } from '../../locators';
import type { NeonDatabase } from '../../types';

export const getMany = getManyOf<NeonDatabase>(
	'databases',
	'List the databases of a branch',
	[projectProperty, branchProperty],
	[],
	async (context, client) => {
		const project = await chosenProject(context, client);
		const branch = await chosenBranch(context, client, project);
		const databases = await listDatabases(client, project.id, branch.id);
		return { elements: databases, json: databaseJson };
	},
);
