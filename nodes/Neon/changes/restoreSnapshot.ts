import { writeOnce } from '../../shared/waiting/writeOnce';
import { finalizeRestore, lookUpBranchByName, readBranch } from '../api/branches';
import type { SqlClient } from '../api/selectOne';
import { postSnapshotRestore } from '../api/snapshots';
import { branchName, type BranchAnswer, type NeonBranch, type WithOperations } from '../api/types';
import type { ReadyBranch } from '../state/branchState';
import { notVerified } from './notVerified';
import { operationsOf } from './openOperations';
import { waitForBranch } from './waitForBranch';
import { waitForOperations } from './waitForOperations';
import { whenFree } from './whenFree';
import type { Work } from './work';

export interface SnapshotRestore {
	readonly snapshotId: string;
	/** Of the new branch. */
	readonly name: string;
	/** The branch to replace; null for none. */
	readonly target: NeonBranch | null;
}

/** Restores a snapshot to a new branch, once, and waits until that can be used: the data is there before anything is replaced by it. */
export async function restoreToNewBranch(
	work: Work,
	wish: SnapshotRestore,
	sql: SqlClient | null,
): Promise<ReadyBranch> {
	const { snapshotId, name, target } = wish;
	const body = { name, finalize_restore: false, ...(target && { target_branch_id: target.id }) };
	const made = await writeOnce<BranchAnswer>({
		what: `branch ${name} from snapshot ${snapshotId}`,
		send: async () => await postSnapshotRestore(whenFree(work), snapshotId, body),
		find: async () => {
			const found = await lookUpBranchByName(work, name);
			return found?.branch.restored_from === snapshotId ? { branch: found.branch } : undefined;
		},
	});
	return await waitForBranch(work, made.branch, await operationsOf(work, made.branch, made), sql);
}

export interface Replacement {
	readonly ready: ReadyBranch;
	/** The branch that was replaced, under its new name. */
	readonly original: NeonBranch;
}

/** Puts a restored branch in the place of another, once; that is called `originalName` then, or as Neon chooses. @throws OperationFailure when it is not seen there. */
export async function replaceBranch(
	work: Work,
	restored: NeonBranch,
	target: NeonBranch,
	originalName: string,
	sql: SqlClient | null,
): Promise<Replacement> {
	const finalized = await writeOnce<WithOperations>({
		what: `branch ${restored.id} the one in the place of ${branchName(target)}`,
		send: async () => await finalizeRestore(whenFree(work), restored.id, originalName),
		find: async () => {
			const now = await readBranch(work, restored.id);
			return now.restore_status === 'restored' ? undefined : {};
		},
	});
	await waitForOperations(work, await operationsOf(work, restored, finalized));
	const ready = await waitForBranch(work, restored, [], sql);
	const original = await readBranch(work, target.id);
	if (ready.branch.name === target.name && original.name !== target.name) return { ready, original };
	throw notVerified(
		`branch ${restored.id} did not take the place of ${branchName(target)} (${target.id})`,
		`The restored data is in branch ${branchName(ready.branch)}. Look at both in Neon before you run this again`,
	);
}
