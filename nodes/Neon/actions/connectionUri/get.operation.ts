import { optionalLocator, optionalLocatorValue } from '../../../shared/fields/locators';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { allowDefaultBranchProperty, requireAllowed } from '../../branchGuard';
import { branchName } from '../../branches';
import { connectionJson, readConnection } from '../../connectionUri';
import {
	branchProperty,
	chosenBranch,
	chosenProject,
	databaseProperty,
	projectProperty,
	roleProperty,
} from '../../locators';
import { projectFields } from '../../projects';
import { switchProperty } from '../../properties';
import { revealProperty } from '../../reveal';
import { neonClient } from '../../transport';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a connection URI',
	description: 'Get the address of a branch\'s database; its password is masked unless revealed',
	properties: [
		projectProperty,
		branchProperty,
		optionalLocator(databaseProperty, 'The database; leave it empty if there is only one'),
		optionalLocator(roleProperty, 'The role to log in as; leave it empty for the owner of the database'),
		switchProperty(
			'Pooled',
			'pooled',
			false,
			'Whether to connect through the pooler, which allows many more connections but no session state; migrations want a direct one',
		),
		allowDefaultBranchProperty,
		revealProperty('the connection URI with its password'),
	],
	async execute(context) {
		const client = neonClient(context);
		const project = await chosenProject(context, client);
		const branch = await chosenBranch(context, client, project);
		requireAllowed(context, project, branch, 'handed out');
		const pooled = switchParameter(context, 'pooled');
		const connection = await readConnection(client, project, branch, {
			database: optionalLocatorValue(context, 'database'),
			role: optionalLocatorValue(context, 'role'),
			pooled,
		});
		return {
			...connectionJson(connection, switchParameter(context, 'reveal')),
			pooled,
			branch: branchName(branch),
			branchId: branch.id,
			default: branch.default === true,
			protected: branch.protected === true,
			...projectFields(project),
		};
	},
};
