import type { IDataObject } from 'n8n-workflow';

import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { OperationContext } from '../../../shared/operation/operation';
import type { SqlClient } from '../../api/selectOne';
import { branchName } from '../../api/types';
import { preservedName, restoreBranch, type RestoreWish } from '../../changes/restoreBranch';
import type { Work } from '../../changes/work';
import { momentJson, planJson } from '../../output/planJson';
import { readyBranchJson } from '../readyBranchJson';

/** Overwrites a branch as asked, or returns the plan; `done` names it in the output. */
export async function overwriteBranch(
	context: OperationContext,
	work: Work,
	asked: RestoreWish,
	sql: SqlClient | null,
	done: { readonly [name: string]: true },
): Promise<IDataObject> {
	const wish = { ...asked, preserveUnderName: await preservedName(work, asked) };
	if (dryRunProperty.read(context)) {
		return planJson(work.project, branchName(asked.branch), restorePlan(wish, done.reset ? 'reset' : 'restore'));
	}
	const restored = await restoreBranch(work, wish, sql);
	const { preservedId } = restored;
	return {
		...readyBranchJson(context, work.project, restored),
		...done,
		source: branchName(wish.source),
		sourceId: wish.source.id,
		preservedAs: wish.preserveUnderName || null,
		preservedId,
		warnings: preservedId === null ? [] : [keptWarning(wish, preservedId)],
	};
}

function restorePlan({ branch, source, moment, preserveUnderName }: RestoreWish, action: string): IDataObject {
	return {
		action,
		id: branch.id,
		source: branchName(source),
		sourceId: source.id,
		point: momentJson(moment),
		preserveUnderName: preserveUnderName || null,
	};
}

/** Neon lets no branch expire that another one was made from, and the restored one now was. */
function keptWarning({ branch, preserveUnderName }: RestoreWish, preservedId: string): string {
	return `The former state is kept as branch ${preserveUnderName} (${preservedId}), which does not expire: delete it after ${branchName(branch)}, once nobody needs it`;
}
