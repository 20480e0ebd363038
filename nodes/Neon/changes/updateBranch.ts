import { OperationFailure } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { patchBranch, readBranch } from '../api/branches';
import { isTaken } from '../api/refusals';
import { branchName, type BranchAnswer, type NeonBranch } from '../api/types';
import { notVerified } from './notVerified';
import { waitForOperations } from './waitForOperations';
import { whenFree } from './whenFree';
import type { Work } from './work';

/** What of a branch is to change, as Neon's fields; null takes the expiry away. */
export interface BranchChanges {
	readonly name?: string;
	readonly protected?: boolean;
	readonly expires_at?: string | null;
}

/** Changes a branch and reads it again. @throws OperationFailure when it does not show the changes. */
export async function updateBranch(work: Work, branch: NeonBranch, changes: BranchChanges): Promise<NeonBranch> {
	const { operations = [] } = await sendChanges(work, branch, changes);
	await waitForOperations(work, operations);
	const after = await readBranch(work, branch.id);
	const missed = missedChanges(after, changes);
	if (missed.length === 0) return after;
	throw notVerified(
		`did not change the ${missed.join(' and ')} of branch ${branchName(branch)}`,
		'Look at the branch in Neon; the plan may not allow it',
	);
}

async function sendChanges(work: Work, branch: NeonBranch, changes: BranchChanges): Promise<BranchAnswer> {
	const sent = await attempt(patchBranch(whenFree(work), branch.id, { ...changes }));
	if (sent.ok) return sent.value;
	if (!isTaken(sent.error)) throw sent.error;
	throw new OperationFailure(
		`Branch ${branchName(branch)} was not renamed: a branch "${changes.name ?? ''}" exists already`,
		'Choose another name',
		{},
		{ cause: sent.error },
	);
}

/** What a branch does not show of the changes that were asked for. */
function missedChanges(after: NeonBranch, changes: BranchChanges): string[] {
	const { name, protected: isProtected, expires_at: expiresAt } = changes;
	const endOf = (end: string | null | undefined): number => (end ? Date.parse(end) : Infinity);
	return [
		name !== undefined && after.name !== name ? 'name' : '',
		isProtected !== undefined && after.protected !== isProtected ? 'protection' : '',
		expiresAt !== undefined && endOf(after.expires_at) !== endOf(expiresAt) ? 'expiry' : '',
	].filter(Boolean);
}
