import { optionalLocator } from '../../../shared/fields/locators';
import type { Operation } from '../../../shared/operation/operation';
import { branchName } from '../../api/types';
import { readConnection } from '../../changes/readConnection';
import { chosenBranch, chosenProject } from '../../fields/chosen';
import { branchField, databaseField, projectField, roleField } from '../../fields/locators';
import { allowDefaultBranchField, pooledField, revealField } from '../../fields/switches';
import { connectionJson } from '../../output/connectionJson';
import { projectFields } from '../../output/projectJson';
import { assertAllowed } from '../assertAllowed';

const optionalDatabase = optionalLocator(databaseField, 'The database; leave it empty if there is only one');
const optionalRole = optionalLocator(roleField, "The role to log in as; leave it empty for the database's owner");
const reveal = revealField('the connection URI with its password');

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a connection URI',
	description: 'Get the connection URI of a database. Its password is redacted unless revealed.',
	properties: [projectField, branchField, optionalDatabase, optionalRole, pooledField, allowDefaultBranchField, reveal],
	async execute(context) {
		const wish = { database: optionalDatabase.read(context), role: optionalRole.read(context) };
		const pooled = pooledField.read(context);
		const client = await chosenProject(context);
		const { project } = client;
		const branch = await chosenBranch(context, client);
		assertAllowed(context, project, branch, 'handed out');
		const connection = await readConnection(client, branch, wish, pooled);
		return {
			...connectionJson(connection, reveal.read(context)),
			pooled,
			branch: branchName(branch),
			branchId: branch.id,
			default: branch.default === true,
			protected: branch.protected === true,
			...projectFields(project),
		};
	},
};
