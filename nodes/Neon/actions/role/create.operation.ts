import { dryRunProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { listRoles, readPassword } from '../../api/roles';
import { branchName } from '../../api/types';
import { assertPartFree, createPart } from '../../changes/createPart';
import { chosenBranch } from '../../fields/chosen';
import { branchField, projectField } from '../../fields/locators';
import { longestPartName, nameField } from '../../fields/names';
import { noLoginField, revealField } from '../../fields/switches';
import { planJson } from '../../output/planJson';
import { redacted } from '../../output/redacted';
import { roleJson } from '../../output/roleJson';
import { startWork } from '../startWork';

const nameOfRole = nameField('reporting', 'Unique on the branch', longestPartName);
const reveal = revealField('the password of the role');

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a role',
	description: 'Make a Postgres role on a branch and wait until it exists. Its password is redacted unless revealed.',
	properties: [projectField, branchField, nameOfRole, noLoginField, timeoutProperty(120), dryRunProperty, reveal],
	async execute(context) {
		const name = nameOfRole.read(context);
		const noLogin = noLoginField.read(context);
		const work = await startWork(context);
		const branch = await chosenBranch(context, work);
		const wish = {
			kind: 'role',
			name,
			settings: noLogin ? { no_login: true } : {},
			adviceIfTaken: 'Choose another name, or use Role: Reset Password for a new password',
			list: listRoles,
		} as const;
		await assertPartFree(work, branch, wish);
		if (dryRunProperty.read(context)) {
			return planJson(work.project, branchName(branch), { action: 'createRole', noLogin, name });
		}
		const { part, answer } = await createPart(work, branch, wish);
		if (noLogin) return { ...roleJson(part), password: null };
		const password = reveal.read(context) ? (answer.password ?? (await readPassword(work, branch.id, name))) : redacted;
		return { ...roleJson(part), password };
	},
};
