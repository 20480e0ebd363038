import type { Operation } from '../../../shared/operation';
import { limitParameter, switchParameter } from '../../../shared/parameters';
import { listProperties, simplifyProperty } from '../../../shared/sharedProperties';
import { listDatabases } from '../../connectionUri';
import { databaseJson, rawDatabaseJson } from '../../databases';
import { branchProperty, chosenBranch, chosenProject, projectProperty } from '../../locators';
import { neonClient } from '../../transport';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many databases',
	description: 'List the databases of a branch',
	properties: [projectProperty, branchProperty, ...listProperties, simplifyProperty],
	async execute(context) {
		const client = neonClient(context);
		const project = await chosenProject(context, client);
		const branch = await chosenBranch(context, client, project);
		return (await listDatabases(client, project.id, branch.id))
			.slice(0, limitParameter(context))
			.map(switchParameter(context, 'simplify') ? databaseJson : rawDatabaseJson);
	},
};
