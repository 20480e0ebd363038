import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { createInBranch } from '../../createInBranch';
import { branchProperty, projectProperty } from '../../locators';
import { nameProperty, switchProperty } from '../../properties';
import { masked, revealProperty } from '../../reveal';
import { listRoles, readPassword, roleJson } from '../../roles';

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a role',
	description: 'Make a Postgres role on a branch and wait until it is there; its password is masked unless revealed',
	properties: [
		projectProperty,
		branchProperty,
		nameProperty('reporting', 'Unique on the branch'),
		switchProperty(
			'No Login',
			'noLogin',
			false,
			'Whether it is a role that cannot log in, and so has no password',
		),
		timeoutProperty(120),
		dryRunProperty,
		revealProperty('the password of the role'),
	],
	async execute(context) {
		const noLogin = switchParameter(context, 'noLogin');
		return await createInBranch(context, {
			kind: 'role',
			body: noLogin ? { no_login: true } : {},
			plan: { action: 'createRole', noLogin },
			ifTaken: 'Choose another name, or use Role: Reset Password for a new password',
			list: listRoles,
			json: async (made, answer, client, project, branch) => {
				if (noLogin) return { ...roleJson(made), password: null };
				const password = switchParameter(context, 'reveal')
					? (answer.password ?? (await readPassword(client, project.id, branch.id, made.name)))
					: masked;
				return { ...roleJson(made), password };
			},
		});
	},
};
