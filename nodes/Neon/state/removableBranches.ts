import type { NeonBranch } from '../api/types';
import { whyGuarded } from './branchGuard';

/** The branches of a project that can be deleted as they are, the oldest first: not guarded, and none was made from them. */
export function removableBranches(branches: readonly NeonBranch[]): NeonBranch[] {
	const parents = new Set(branches.map(({ parent_id: parentId }) => parentId));
	return branches
		.filter((branch) => whyGuarded(branch) === null && !parents.has(branch.id))
		.sort((one, other) => madeAtMs(one) - madeAtMs(other));
}

/** What Neon gives no time for comes last. */
function madeAtMs({ created_at: createdAt }: NeonBranch): number {
	const timeMs = Date.parse(createdAt ?? '');
	return Number.isNaN(timeMs) ? Number.MAX_SAFE_INTEGER : timeMs;
}
