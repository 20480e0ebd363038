import type { IDataObject } from 'n8n-workflow';

import { attempt } from '../../shared/waiting/attempt';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { lookUpBranchByName, postBranch } from '../api/branches';
import { isBranchLimit, isTaken } from '../api/refusals';
import { projectName, type BranchAnswer } from '../api/types';
import { isMadeBy, marksOf } from '../state/branchMarks';
import type { BranchWish } from '../state/branchWish';
import { momentFields } from '../state/moment';
import { explainMoment } from './branchHistory';
import { branchLimitReached } from './branchLimit';
import { whenFree } from './whenFree';
import type { Work } from './work';

/**
 * Makes a branch exactly once: after a lost answer it is looked up by its name and by this run's
 * mark. Null when there is one of that name which this run did not make.
 *
 * @throws OperationFailure when the moment is outside the history, or the plan's limit is reached.
 */
export async function createBranch(work: Work, wish: BranchWish, runId: string): Promise<BranchAnswer | null> {
	const sent = await attempt(
		writeOnce<BranchAnswer>({
			what: `branch ${wish.name} of project ${projectName(work.project)}`,
			send: async () => await postBranch(whenFree(work), createBody(wish, runId)),
			find: async () => {
				const found = await lookUpBranchByName(work, wish.name);
				return found && isMadeBy(runId, found.annotation) ? { branch: found.branch } : undefined;
			},
		}),
	);
	if (sent.ok) return sent.value;
	if (isTaken(sent.error)) return null;
	if (isBranchLimit(sent.error)) throw await branchLimitReached(work, wish, sent.error);
	throw explainMoment(sent.error, work.project, wish.parent, wish.moment);
}

function createBody(wish: BranchWish, runId: string): IDataObject {
	return {
		branch: {
			name: wish.name,
			parent_id: wish.parent.id,
			...momentFields(wish.moment, 'parent_'),
			...(wish.schemaOnly && { init_source: 'schema-only' }),
			...(wish.expiresAt !== null && { expires_at: wish.expiresAt }),
			...(wish.isProtected && { protected: true }),
		},
		...(wish.compute && { endpoints: [{ type: 'read_write', ...wish.compute }] }),
		annotation_value: { ...marksOf(runId, wish.parent) },
	};
}
