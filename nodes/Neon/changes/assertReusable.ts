import { OperationFailure } from '../../shared/operation/errors';
import { clock } from '../../shared/waiting/clock';
import { projectName, type NamedBranch } from '../api/types';
import { isExpired } from '../state/branchExpiry';
import { differencesOf, type BranchWish } from '../state/branchWish';
import { assertUnguarded } from './assertUnguarded';
import { originOf } from './branchOrigin';
import type { Work } from './work';

/** @throws OperationFailure for a branch that may not be handed out: guarded, expired or, unless that is allowed, another than was asked for. */
export async function assertReusable(
	work: Work,
	found: NamedBranch,
	wish: BranchWish,
	reuseDifferent: boolean,
): Promise<void> {
	const { branch: existing } = found;
	assertUnguarded(
		work.project,
		existing,
		'returned',
		'Use another name: this operation never returns a branch that production may run on',
	);
	if (wish.expiresAt === null && isExpired(existing, clock.now())) {
		throw new OperationFailure(
			`Neon branch ${wish.name} (${existing.id}) expired at ${existing.expires_at ?? ''}, so Neon may delete it at any moment`,
			'Add Expires After under Options to extend it, or run this again when it is gone',
		);
	}
	const isFromParent = existing.parent_id === wish.parent.id;
	const originId = isFromParent ? wish.parent.id : ((await originOf(work, found))?.id ?? 'none');
	const differences = differencesOf(found, wish, originId);
	if (differences.length === 0 || reuseDifferent) return;
	throw new OperationFailure(
		`Neon project ${projectName(work.project)} has a branch ${wish.name} (${existing.id}) already, but ${differences.join(', and ')}`,
		'Choose another name, delete that branch first, or set If It Differs to Reuse It',
	);
}
