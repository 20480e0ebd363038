import { listBranchEndpoints } from '../api/endpoints';
import { listOperations } from '../api/operations';
import type { NeonBranch, NeonOperation, WithOperations } from '../api/types';
import { isBeingMade } from '../state/branchState';
import { assessOperation } from '../state/operationState';
import type { Work } from './work';

/** More than a project has under way at once. */
const newest = 100;

/**
 * The operations under way on a branch, oldest first. Where it is not usable yet, those that failed
 * too: they are the reason, and waiting for it would be in vain.
 */
export async function openOperations(work: Work, branch: NeonBranch): Promise<NeonOperation[]> {
	const isNew = isBeingMade(branch, await listBranchEndpoints(work, branch.id));
	const operations = await listOperations(work, newest);
	return operations
		.filter((operation) => operation.branch_id === branch.id)
		.filter((operation) => {
			const { phase } = assessOperation(operation);
			return phase === 'pending' || (isNew && phase === 'failed');
		})
		.reverse();
}

/** The operations that carry a change of a branch out: as the answer names them or, where it was lost, those under way. */
export async function operationsOf(
	work: Work,
	branch: NeonBranch,
	{ operations }: WithOperations,
): Promise<readonly NeonOperation[]> {
	return operations ?? (await openOperations(work, branch));
}
