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
	async (context) => {
		const client = await chosenProject(context);
		const branch = await chosenBranch(context, client);
		return { elements: await listDatabases(client, branch.id), json: databaseJson };
	},
);
