import { attempt } from '../../shared/waiting/attempt';
import { clock } from '../../shared/waiting/clock';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { childrenOf, lookUpBranchByName, postRestore, readBranch } from '../api/branches';
import type { SqlClient } from '../api/selectOne';
import { branchName, type BranchAnswer, type NeonBranch } from '../api/types';
import { whyGuarded } from '../state/branchGuard';
import type { ReadyBranch } from '../state/branchState';
import { formerStateName, isRestored } from '../state/formerState';
import { momentFields, type Moment } from '../state/moment';
import { explainMoment } from './branchHistory';
import { nameTaken } from './nameTaken';
import { notVerified } from './notVerified';
import { operationsOf } from './openOperations';
import { waitForBranch } from './waitForBranch';
import { whenFree } from './whenFree';
import type { Work } from './work';

export interface RestoreWish {
	readonly branch: NeonBranch;
	readonly source: NeonBranch;
	readonly moment: Moment;
	/** What the branch holds now goes on under this name; empty for not at all. */
	readonly preserveUnderName: string;
}

export interface RestoredBranch extends ReadyBranch {
	/** Of the branch with what was there before; null where that was not kept. */
	readonly preservedId: string | null;
}

/**
 * The name to keep the present state under: what was asked for, or one of our own where Neon wants
 * one, and wherever production may run on it, so that the restore can itself be reverted.
 */
export async function preservedName(work: Work, wish: RestoreWish): Promise<string> {
	const { branch, source, preserveUnderName } = wish;
	if (preserveUnderName !== '') {
		if (!(await lookUpBranchByName(work, preserveUnderName))) return preserveUnderName;
		throw nameTaken(work.project, preserveUnderName, 'Give another name under Preserve Under Name');
	}
	const isNeeded =
		source.id === branch.id || whyGuarded(branch) !== null || (await childrenOf(work, branch)).length > 0;
	return isNeeded ? formerStateName(branch, clock.now()) : '';
}

/** Overwrites a branch, once, and waits until it can be used again. @throws OperationFailure when it is not shown to have been done. */
export async function restoreBranch(work: Work, wish: RestoreWish, sql: SqlClient | null): Promise<RestoredBranch> {
	const { branch, source, moment, preserveUnderName } = wish;
	const sent = await attempt(sendRestore(work, wish));
	if (!sent.ok) throw explainMoment(sent.error, work.project, source, moment);
	const ready = await waitForBranch(work, branch, await operationsOf(work, branch, sent.value), sql);
	const preserved = await findPreserved(work, wish);
	if (!isRestored(branch, ready.branch) || (preserveUnderName !== '' && !preserved)) {
		throw notVerified(`branch ${branchName(branch)} (${branch.id}) does not show that it was restored`);
	}
	return { ...ready, preservedId: preserved?.id ?? null };
}

async function sendRestore(work: Work, wish: RestoreWish): Promise<BranchAnswer> {
	const { branch, source, moment, preserveUnderName } = wish;
	const body = {
		source_branch_id: source.id,
		...momentFields(moment, 'source_'),
		...(preserveUnderName !== '' && { preserve_under_name: preserveUnderName }),
	};
	return await writeOnce<BranchAnswer>({
		what: `the restore of branch ${branchName(branch)}`,
		send: async () => await postRestore(whenFree(work), branch.id, body),
		find: async () => {
			const now = await readBranch(work, branch.id);
			return isRestored(branch, now) || (await findPreserved(work, wish)) ? { branch: now } : undefined;
		},
	});
}

async function findPreserved(work: Work, { preserveUnderName }: RestoreWish): Promise<NeonBranch | null> {
	if (preserveUnderName === '') return null;
	return (await lookUpBranchByName(work, preserveUnderName))?.branch ?? null;
}
