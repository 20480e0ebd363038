import { OperationFailure } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { childrenOf, deleteBranch as sendDeletion, listBranches, lookUpBranchById } from '../api/branches';
import { isUnprocessable } from '../api/refusals';
import { branchName, projectName, type NeonBranch, type NeonProject } from '../api/types';
import { formerStatePrefix, isFormerStateOf } from '../state/formerState';
import { assertUnguarded } from './assertUnguarded';
import { notVerified } from './notVerified';
import { waitForOperations } from './waitForOperations';
import { whenFree } from './whenFree';
import type { Work } from './work';

/** @throws OperationFailure for a branch that must not be deleted, or that others were made from. */
export async function assertDeletable(work: Work, branch: NeonBranch): Promise<void> {
	assertUnguarded(
		work.project,
		branch,
		'deleted',
		'To delete it all the same, first remove its protection in Neon, or make another branch the default',
	);
	const children = await childrenOf(work, branch);
	if (children.length > 0) throw hasChildren(work.project, branch, children);
}

/** Deletes a branch and sees that it is gone. @throws OperationFailure when it is not. */
export async function deleteBranch(work: Work, branch: NeonBranch): Promise<void> {
	const sent = await attempt(sendDeletion(whenFree(work), branch.id));
	if (!sent.ok) throw await explainRefusal(work, branch, sent.error);
	await waitForOperations(work, sent.value);
	if (await lookUpBranchById(work, branch.id)) {
		throw notVerified(`branch ${branchName(branch)} (${branch.id}) still exists`);
	}
}

/** What restores of a branch have kept under names of this node's own: each holds data, and does not expire. */
export async function findFormerStates(work: Work, branch: NeonBranch): Promise<NeonBranch[]> {
	const found = await listBranches(work, formerStatePrefix(branch), Infinity);
	return found.filter((other) => isFormerStateOf(branch, other));
}

function hasChildren(project: NeonProject, branch: NeonBranch, children: readonly NeonBranch[]): OperationFailure {
	const names = children.slice(0, 10).map((child) => `${branchName(child)} (${child.id})`);
	const more = children.length > 10 ? ` and ${children.length - 10} more` : '';
	return new OperationFailure(
		`Branch ${branchName(branch)} of Neon project ${projectName(project)} was not deleted: ${children.length === 1 ? 'a branch was' : `${children.length} branches were`} made from it: ${names.join(', ')}${more}`,
		'Delete those first, the youngest ones before their parents',
		{ children: children.map(({ id, name = id }) => ({ id, name })) },
	);
}

/** A branch may have got children since it was looked at. */
async function explainRefusal(work: Work, branch: NeonBranch, error: unknown): Promise<unknown> {
	if (!isUnprocessable(error)) return error;
	const children = await childrenOf(work, branch);
	return children.length > 0 ? hasChildren(work.project, branch, children) : error;
}
