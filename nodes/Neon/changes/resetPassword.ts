import { OperationFailure } from '../../shared/operation/errors';
import { postPassword, readPassword } from '../api/roles';
import { branchName, type NeonBranch, type NeonRole } from '../api/types';
import { waitForOperations } from './waitForOperations';
import { whenFree } from './whenFree';
import type { Work } from './work';

/** Gives a role a new password, which is in the answer, and sees that it holds. @throws OperationFailure when another one does. */
export async function resetPassword(work: Work, branch: NeonBranch, name: string): Promise<NeonRole> {
	const { role, operations = [] } = await postPassword(whenFree(work), branch.id, name);
	await waitForOperations(work, operations);
	const held = await readPassword(work, branch.id, name);
	if (held === null) return role;
	if (role.password === undefined || role.password === held) return { ...role, password: held };
	throw new OperationFailure(
		`Role ${name} of branch ${branchName(branch)} has another password than the one that was just made`,
		'Somebody else reset it at the same time, or the change is not in effect: run this again',
	);
}
