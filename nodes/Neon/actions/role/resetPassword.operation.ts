import { dryRunProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { listRoles } from '../../api/roles';
import { branchName, type NeonBranch } from '../../api/types';
import { resetPassword as sendReset } from '../../changes/resetPassword';
import type { Work } from '../../changes/work';
import { chosenBranch } from '../../fields/chosen';
import { branchField, projectField, roleField } from '../../fields/locators';
import { allowDefaultBranchField, revealField } from '../../fields/switches';
import { planJson } from '../../output/planJson';
import { redacted } from '../../output/redacted';
import { roleJson } from '../../output/roleJson';
import { assertAllowed } from '../assertAllowed';
import { startWork } from '../startWork';

const reveal = revealField('the new password');

export const resetPassword: Operation = {
	value: 'resetPassword',
	name: 'Reset Password',
	action: 'Reset the password of a role',
	description:
		'Give a role a new password and wait until it is in effect. The old one stops working, and open connections end.',
	properties: [
		projectField,
		branchField,
		roleField,
		allowDefaultBranchField,
		timeoutProperty(120),
		dryRunProperty,
		reveal,
	],
	async execute(context) {
		const name = roleField.read(context);
		const work = await startWork(context);
		const branch = await chosenBranch(context, work);
		assertAllowed(context, work.project, branch, `changed (role ${name} keeps its password)`);
		await assertRoleExists(work, branch, name);
		if (dryRunProperty.read(context)) {
			return planJson(work.project, branchName(branch), { action: 'resetPassword', role: name });
		}
		const role = await sendReset(work, branch, name);
		return { ...roleJson(role), password: reveal.read(context) ? (role.password ?? null) : redacted, reset: true };
	},
};

async function assertRoleExists(work: Work, branch: NeonBranch, name: string): Promise<void> {
	const names = (await listRoles(work, branch.id)).map((role) => role.name);
	if (names.includes(name)) return;
	throw new OperationFailure(
		`Branch ${branchName(branch)} has no role "${name}"; it has ${names.join(', ') || 'none'}`,
		'Choose the role from the list',
	);
}
