import { deletePart as sendDeletion, type PartKind } from '../api/branchParts';
import { branchName, type NeonBranch } from '../api/types';
import { notVerified } from './notVerified';
import { waitForOperations } from './waitForOperations';
import { whenFree } from './whenFree';
import type { Work } from './work';

/** Deletes a database or a role and sees that it is gone. @throws OperationFailure when it is not. */
export async function deletePart(
	work: Work,
	branch: NeonBranch,
	kind: PartKind,
	name: string,
	exists: () => Promise<boolean>,
): Promise<void> {
	await waitForOperations(work, await sendDeletion(whenFree(work), branch.id, kind, name));
	if (await exists()) throw notVerified(`branch ${branchName(branch)} still has ${kind} ${name}`);
}
