import { branchName, readBranch, type NamedBranch } from './branches';
import { markedParent } from './createBranch';
import type { PlatformClient } from '../shared/http/platformClient';
import type { NeonBranch, NeonProject } from './types';

/** More restores of one branch than anybody makes: beyond them the chain is not followed. */
const longestChain = 50;

/**
 * The branch that another one was made from. A restore puts the branch's former state between the two:
 * Neon then names that as the parent (neon.com/docs/guides/branch-restore), though nobody asked for such
 * a branch. It is passed over where this node's mark or the former state's name tells that it is one.
 */
export async function originOf(
	client: PlatformClient,
	project: NeonProject,
	{ branch, annotation }: NamedBranch,
): Promise<NeonBranch | null> {
	const marked = markedParent(annotation);
	let parent = await parentOf(client, project, branch);
	const direct = parent;
	for (let step = 0; parent && step < longestChain; step++) {
		if (parent.id === marked) return parent;
		const isFormerState = isFormerStateOf(branch, parent);
		const next = await parentOf(client, project, parent);
		if (marked === undefined && !isFormerState) return parent;
		parent = next;
	}
	// Its mark names none of them: it was restored from elsewhere, or the parent was deleted.
	return direct;
}

/** Whether `other` is what `branch` held before a restore, kept under a name of this node's own. */
export function isFormerStateOf(branch: NeonBranch, other: NeonBranch): boolean {
	const prefix = `${branchName(branch)}_old_`;
	const name = branchName(other);
	return name.startsWith(prefix) && /^\d{8}T\d{6}Z$/.test(name.slice(prefix.length));
}

async function parentOf(
	client: PlatformClient,
	project: NeonProject,
	{ parent_id: parentId }: NeonBranch,
): Promise<NeonBranch | null> {
	return parentId ? await readBranch(client, project.id, parentId) : null;
}
