import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { locatorValue, switchParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { dryRunProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { allowDefaultBranchProperty, requireAllowed } from '../../branchGuard';
import { branchName } from '../../branches';
import { changeWhenFree } from '../../change';
import { branchProperty, chosenBranch, chosenProject, projectProperty, roleProperty } from '../../locators';
import { waitForOperations } from '../../operations';
import { planJson } from '../../plan';
import { masked, revealProperty } from '../../reveal';
import { listRoles, readPassword, roleJson, type RoleAnswer } from '../../roles';
import { neonClient } from '../../transport';
import { startWait } from '../../wait';

export const resetPassword: Operation = {
	value: 'resetPassword',
	name: 'Reset Password',
	action: 'Reset the password of a role',
	description: 'Give a role a new password and wait until it holds; the old one stops working and open connections end',
	properties: [
		projectProperty,
		branchProperty,
		roleProperty,
		allowDefaultBranchProperty,
		timeoutProperty(120),
		dryRunProperty,
		revealProperty('the new password'),
	],
	async execute(context) {
		const client = neonClient(context);
		const wait = startWait(context);
		const name = locatorValue(context, 'role', 'Role');
		const project = await chosenProject(context, client);
		const branch = await chosenBranch(context, client, project);
		requireAllowed(context, project, branch, `changed (role ${name} keeps its password)`);
		const roles = await listRoles(client, project.id, branch.id);
		if (!roles.some((role) => role.name === name)) {
			throw new OperationFailure(
				`Branch ${branchName(branch)} has no role "${name}"; it has ${roles.map((role) => role.name).join(', ') || 'none'}`,
				'Choose the role from the list',
			);
		}
		if (switchParameter(context, 'dryRun')) {
			return planJson(project, branchName(branch), { action: 'resetPassword', role: name });
		}
		// Twice gives two new passwords, of which the last one holds and is the one returned.
		const { role, operations = [] } = await changeWhenFree<RoleAnswer>(
			client,
			{
				method: 'POST',
				path: path`/projects/${project.id}/branches/${branch.id}/roles/${name}/reset_password`,
				safeToRepeat: true,
			},
			wait,
		);
		await waitForOperations(client, project.id, operations, wait);
		const held = await readPassword(client, project.id, branch.id, name);
		if (held !== null && role.password !== undefined && held !== role.password) {
			throw new OperationFailure(
				`Role ${name} of branch ${branchName(branch)} has another password than the one that was just made`,
				'It was reset by somebody else at the same time, or the change did not take hold: run this again',
			);
		}
		return {
			...roleJson(role),
			password: switchParameter(context, 'reveal') ? (role.password ?? held) : masked,
			reset: true,
		};
	},
};
