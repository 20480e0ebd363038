import { OperationFailure, type PlatformRequestError } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { listBranches } from '../api/branches';
import { isRootBranchLimit } from '../api/refusals';
import { branchName, projectName } from '../api/types';
import { removableBranches } from '../state/removableBranches';
import type { BranchWish } from '../state/branchWish';
import type { Work } from './work';

/** More are no help to whoever has to choose one. */
const mostNamed = 5;

/**
 * The error for a branch that the plan has no room for: which limit that is, and which branches could make room.
 * A branch with the schema only has no parent at Neon, and of those a plan allows far fewer, the default branch among
 * them (neon.com/docs/guides/branching-schema-only, "Schema-only branch allowances").
 */
export async function branchLimitReached(
	work: Work,
	wish: BranchWish,
	cause: PlatformRequestError,
): Promise<OperationFailure> {
	const isRoot = isRootBranchLimit(cause);
	const kind = isRoot ? 'root branches' : 'branches';
	const read = await attempt(listBranches(work, '', Infinity));
	const branches = read.ok ? read.value.filter(({ parent_id: parentId }) => !isRoot || !parentId) : [];
	const candidates = read.ok ? removableBranches(read.value).filter((branch) => branches.includes(branch)) : [];
	const names = candidates.slice(0, mostNamed).map(branchName).join(', ');
	return new OperationFailure(
		`Neon did not make branch ${wish.name} from ${branchName(wish.parent)}: project ${projectName(work.project)} has as many ${kind} as its plan allows${read.ok ? `, ${branches.length}` : ''} (${cause.vendorMessage})`,
		[
			names === ''
				? 'Delete unused branches (Branch: Delete If Exists)'
				: `Delete those that nobody needs (Branch: Delete If Exists), the oldest first: ${names}`,
			isRoot
				? 'turn off Schema Only, which makes a root branch, and take a parent without personal data'
				: 'give previews an expiry',
			'or choose a larger plan',
		].join('; '),
		{ limit: kind, count: read.ok ? branches.length : null },
		{ cause },
	);
}
