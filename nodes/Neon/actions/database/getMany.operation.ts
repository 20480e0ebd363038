import { listDatabases } from '../../api/databases';
import type { NeonDatabase } from '../../api/types';
import { chosenBranch, chosenProject } from '../../fields/chosen';
import { branchField, projectField } from '../../fields/locators';
import { databaseJson } from '../../output/databaseJson';
import { getManyOf } from '../getManyOf';

export const getMany = getManyOf<NeonDatabase>(
	'databases',
	'List the databases of a branch',
	[projectField, branchField],
	[],
	async (context, client) => {
		const project = await chosenProject(context, client);
		const branch = await chosenBranch(context, client, project);
		return { elements: await listDatabases(client, project.id, branch.id), json: databaseJson };
	},
);
