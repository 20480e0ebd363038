import { OperationFailure } from '../../../shared/errors';
import type { Operation } from '../../../shared/operation';
import { switchParameter, textParameter } from '../../../shared/parameters';
import { path } from '../../../shared/path';
import { settled } from '../../../shared/settled';
import { dryRunProperty, timeoutProperty } from '../../../shared/sharedProperties';
import { branchName } from '../../branches';
import { changeOnce, isTaken } from '../../change';
import { branchProperty, checkName, chosenBranch, chosenProject, projectProperty } from '../../locators';
import { openOperations } from '../../openOperations';
import { waitForOperations } from '../../operations';
import { planJson } from '../../plan';
import { masked, revealProperty } from '../../reveal';
import { listRoles, readPassword, roleJson, type RoleAnswer } from '../../roles';
import { neonClient } from '../../transport';
import type { NeonBranch } from '../../types';
import { startWait } from '../../wait';

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a role',
	description: 'Make a Postgres role on a branch and wait until it is there; its password is masked unless revealed',
	properties: [
		projectProperty,
		branchProperty,
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'reporting',
		},
		{
			displayName: 'No Login',
			name: 'noLogin',
			type: 'boolean',
			default: false,
			description: 'Whether it is a role that cannot log in, and so has no password',
		},
		timeoutProperty(120),
		dryRunProperty,
		revealProperty('the password of the role'),
	],
	async execute(context) {
		const client = neonClient(context);
		const wait = startWait(context);
		const name = checkName(textParameter(context, 'name'), 'Name', 63);
		const noLogin = switchParameter(context, 'noLogin');
		const project = await chosenProject(context, client);
		const branch = await chosenBranch(context, client, project);
		const find = async () =>
			(await listRoles(client, project.id, branch.id)).find((role) => role.name === name);
		if (await find()) throw taken(branch, name);
		if (switchParameter(context, 'dryRun')) {
			return planJson(project, branchName(branch), { action: 'createRole', name, noLogin });
		}
		const sent = await settled(
			changeOnce<RoleAnswer>(
				client,
				{
					method: 'POST',
					path: path`/projects/${project.id}/branches/${branch.id}/roles`,
					body: { role: { name, ...(noLogin && { no_login: true }) } },
					safeToRepeat: false,
				},
				wait,
				async () => {
					const role = await find();
					return role ? { role } : null;
				},
			),
		);
		if (!sent.ok) throw isTaken(sent.error) ? taken(branch, name) : sent.error;
		const operations = sent.value.operations ?? (await openOperations(client, project, branch));
		await waitForOperations(client, project.id, operations, wait);
		const made = await find();
		if (!made) {
			throw new OperationFailure(
				`Neon took the request, but branch ${branchName(branch)} has no role ${name}`,
				'Look at the branch in Neon, then run this again',
			);
		}
		if (noLogin) return { ...roleJson(made), password: null };
		const password = switchParameter(context, 'reveal')
			? (sent.value.role.password ?? (await readPassword(client, project.id, branch.id, name)))
			: masked;
		return { ...roleJson(made), password };
	},
};

function taken(branch: NeonBranch, name: string): OperationFailure {
	return new OperationFailure(
		`Branch ${branchName(branch)} has a role "${name}" already`,
		'Choose another name, or use Role: Reset Password for a new password',
	);
}
