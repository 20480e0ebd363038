import { OperationFailure } from '../../../shared/errors';
import type { Operation } from '../../../shared/operation';
import { locatorValue, switchParameter, textParameter } from '../../../shared/parameters';
import { path } from '../../../shared/path';
import { settled } from '../../../shared/settled';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/sharedProperties';
import { branchName } from '../../branches';
import { changeOnce, isTaken } from '../../change';
import { listDatabases } from '../../connectionUri';
import { databaseJson, rawDatabaseJson, type DatabaseAnswer } from '../../databases';
import {
	branchProperty,
	checkName,
	chosenBranch,
	chosenProject,
	projectProperty,
	roleProperty,
} from '../../locators';
import { openOperations } from '../../openOperations';
import { waitForOperations } from '../../operations';
import { planJson } from '../../plan';
import { neonClient } from '../../transport';
import type { NeonBranch } from '../../types';
import { startWait } from '../../wait';

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a database',
	description: 'Make a database on a branch and wait until it is there',
	properties: [
		projectProperty,
		branchProperty,
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'analytics',
		},
		{ ...roleProperty, displayName: 'Owner', description: 'The role that owns it' },
		timeoutProperty(120),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const client = neonClient(context);
		const wait = startWait(context);
		const name = checkName(textParameter(context, 'name'), 'Name', 63);
		const owner = locatorValue(context, 'role', 'Owner');
		const project = await chosenProject(context, client);
		const branch = await chosenBranch(context, client, project);
		const find = async () =>
			(await listDatabases(client, project.id, branch.id)).find((database) => database.name === name);
		if (await find()) throw taken(branch, name);
		if (switchParameter(context, 'dryRun')) {
			return planJson(project, branchName(branch), { action: 'createDatabase', name, owner });
		}
		const sent = await settled(
			changeOnce<DatabaseAnswer>(
				client,
				{
					method: 'POST',
					path: path`/projects/${project.id}/branches/${branch.id}/databases`,
					body: { database: { name, owner_name: owner } },
					safeToRepeat: false,
				},
				wait,
				async () => {
					const database = await find();
					return database ? { database } : null;
				},
			),
		);
		if (!sent.ok) throw isTaken(sent.error) ? taken(branch, name) : sent.error;
		const operations = sent.value.operations ?? (await openOperations(client, project, branch));
		await waitForOperations(client, project.id, operations, wait);
		const made = await find();
		if (made) return switchParameter(context, 'simplify') ? databaseJson(made) : rawDatabaseJson(made);
		throw new OperationFailure(
			`Neon took the request, but branch ${branchName(branch)} has no database ${name}`,
			'Look at the branch in Neon, then run this again',
		);
	},
};

function taken(branch: NeonBranch, name: string): OperationFailure {
	return new OperationFailure(
		`Branch ${branchName(branch)} has a database "${name}" already`,
		'Choose another name',
	);
}
