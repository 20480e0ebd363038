import { readBranch } from '../api/branches';
import type { NamedBranch, NeonBranch } from '../api/types';
import { markedParent } from '../state/branchMarks';
import { isFormerStateOf } from '../state/formerState';
import type { Work } from './work';

/** More restores of one branch than anybody makes: beyond them the chain is not followed. */
const longestChain = 50;

/**
 * The branch that another one was made from. A restore puts the branch's former state between the two:
 * Neon then names that as the parent (neon.com/docs/guides/branch-restore), though nobody asked for such
 * a branch. It is passed over where this node's mark or the former state's name shows that it is one.
 */
export async function originOf(work: Work, { branch, annotation }: NamedBranch): Promise<NeonBranch | null> {
	const marked = markedParent(annotation);
	let parent = await parentOf(work, branch);
	const direct = parent;
	for (let step = 0; parent && step < longestChain; step++) {
		if (parent.id === marked) return parent;
		const isFormerState = isFormerStateOf(branch, parent);
		const next = await parentOf(work, parent);
		if (marked === undefined && !isFormerState) return parent;
		parent = next;
	}
	// Its mark names none of them: it was restored from elsewhere, or the parent was deleted.
	return direct;
}

async function parentOf(work: Work, { parent_id: parentId }: NeonBranch): Promise<NeonBranch | null> {
	return parentId ? await readBranch(work, parentId) : null;
}
