import { cutText } from '../../deployment/values/text';
import { branchName, type NeonBranch } from '../api/types';

/** In the contract, `BranchCreateRequest`. */
const longestName = 256;

/** The name of this node's own under which a restore keeps what a branch held before: `main_old_20260131T120000Z`. */
export function formerStateName(branch: NeonBranch, nowMs: number): string {
	const stamp = `${new Date(nowMs).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
	const suffix = `_old_${stamp}`;
	return `${cutText(branchName(branch), longestName - suffix.length, '')}${suffix}`;
}

/** What all such names of a branch begin with. */
export function formerStatePrefix(branch: NeonBranch): string {
	return `${branchName(branch)}_old_`;
}

/** Whether `other` is what `branch` held before a restore, kept under a name of this node's own. */
export function isFormerStateOf(branch: NeonBranch, other: NeonBranch): boolean {
	const prefix = formerStatePrefix(branch);
	const name = branchName(other);
	return name.startsWith(prefix) && /^\d{8}T\d{6}Z$/.test(name.slice(prefix.length));
}

/** Whether a restore shows: the branch is not what it was. */
export function isRestored(before: NeonBranch, now: NeonBranch): boolean {
	return (
		now.current_state === 'resetting' ||
		now.last_reset_at !== before.last_reset_at ||
		now.state_changed_at !== before.state_changed_at ||
		now.parent_lsn !== before.parent_lsn
	);
}
