import type { PlatformClient } from '../shared/http/platformClient';
import { listBranchEndpoints } from './endpoints';
import { listOperations, verdictOn } from './operations';
import type { NeonBranch, NeonOperation, NeonProject } from './types';

/** More than a project has under way at once. */
const newest = 100;

/**
 * The operations under way on a branch, oldest first. Where it is not usable yet, those that ended
 * badly too: they are the reason, and waiting for it would be in vain.
 */
export async function openOperations(
	client: PlatformClient,
	project: NeonProject,
	branch: NeonBranch,
): Promise<NeonOperation[]> {
	const endpoints = await listBranchEndpoints(client, project.id, branch.id);
	const isMaking = branch.current_state === 'init' || endpoints.some(isNew);
	const operations = await listOperations(client, project.id, newest);
	return operations
		.filter((operation) => operation.branch_id === branch.id)
		.filter((operation) => {
			const { phase } = verdictOn(operation);
			return phase === 'pending' || (isMaking && phase === 'failed');
		})
		.reverse();
}

function isNew({ current_state: state }: { readonly current_state?: string }): boolean {
	return state === 'init';
}
