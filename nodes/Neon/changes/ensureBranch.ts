import { OperationFailure } from '../../shared/operation/errors';
import { clock } from '../../shared/waiting/clock';
import { lookUpBranchByName } from '../api/branches';
import { projectName, type NamedBranch, type NeonBranch, type NeonOperation } from '../api/types';
import { isMadeBy } from '../state/branchMarks';
import type { BranchWish } from '../state/branchWish';
import { isDeletion } from '../state/operationState';
import { assertReusable } from './assertReusable';
import { completeBranch } from './completeBranch';
import { createBranch } from './createBranch';
import { openOperations, operationsOf } from './openOperations';
import { waitForOperations } from './waitForOperations';
import type { Work } from './work';

export interface EnsuredBranch {
	readonly branch: NeonBranch;
	/** To wait for. */
	readonly operations: readonly NeonOperation[];
	readonly created: boolean;
}

/**
 * The branch with that name: the existing one, or a new one. Safe for any number of runs at once:
 * Neon lets one of them make it, and the others find it. `runId` tells the runs apart.
 */
export async function ensureBranch(
	work: Work,
	wish: BranchWish,
	reuseDifferent: boolean,
	runId: string,
): Promise<EnsuredBranch> {
	for (;;) {
		const found = await lookUpBranchByName(work, wish.name);
		const ensured = found
			? await takeBranch(work, found, wish, reuseDifferent, runId)
			: await makeBranch(work, wish, runId);
		if (ensured) return ensured;
	}
}

/** The existing branch, with what it lacks; null when it was being deleted, and its name is free again. */
async function takeBranch(
	work: Work,
	found: NamedBranch,
	wish: BranchWish,
	reuseDifferent: boolean,
	runId: string,
): Promise<EnsuredBranch | null> {
	const { branch } = found;
	const open = await openOperations(work, branch);
	const deletion = open.filter(isDeletion);
	if (deletion.length > 0) {
		await waitForOperations(work, deletion);
		return null;
	}
	await assertReusable(work, found, wish, reuseDifferent);
	const changes = await completeBranch(work, branch, wish);
	return { branch, operations: [...open, ...changes], created: isMadeBy(runId, found.annotation) };
}

/** A new branch; null when another run was first, whose branch will show. @throws OperationFailure when it does not in time. */
async function makeBranch(work: Work, wish: BranchWish, runId: string): Promise<EnsuredBranch | null> {
	const made = await createBranch(work, wish, runId);
	if (made) return { branch: made.branch, operations: await operationsOf(work, made.branch, made), created: true };
	if (work.wait.remainingMs() === 0) {
		throw new OperationFailure(
			`Neon says that branch ${wish.name} of project ${projectName(work.project)} exists already, but does not list it`,
			'It may be about to disappear: run this again in a minute, or use another name',
		);
	}
	await clock.sleep(Math.min(1_000, work.wait.remainingMs()));
	return null;
}
