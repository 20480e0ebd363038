import type { IDataObject } from 'n8n-workflow';

import type { OperationContext } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { branchName } from '../../branches';
import { planJson } from '../../plan';
import { preservedName, restoreBranch, restorePlan, type RestoreWish } from '../../restoreBranch';
import type { NeonProject } from '../../types';
import type { Wait } from '../../wait';
import { readyBranchJson } from './newBranch';

/** Overwrites a branch as asked, or tells what that would do; `done` names it in the output. */
export async function overwriteBranch(
	context: OperationContext,
	client: PlatformClient,
	project: NeonProject,
	asked: RestoreWish,
	wait: Wait,
	done: { readonly [name: string]: true },
): Promise<IDataObject> {
	const wish = { ...asked, preserveUnderName: await preservedName(client, project, asked) };
	if (switchParameter(context, 'dryRun')) {
		const plan = { ...restorePlan(wish), ...(done.reset && { action: 'reset' }) };
		return planJson(project, branchName(asked.branch), plan);
	}
	const restored = await restoreBranch(context, client, project, wish, wait);
	return {
		...readyBranchJson(context, project, restored),
		...done,
		source: branchName(wish.source),
		sourceId: wish.source.id,
		preservedAs: wish.preserveUnderName || null,
		preservedId: restored.preservedId,
		warnings: restored.preservedId === null ? [] : [keptWarning(wish, restored.preservedId)],
	};
}

/** Neon lets no branch expire that another one was made from, and the restored one now was. */
function keptWarning({ branch, preserveUnderName }: RestoreWish, preservedId: string): string {
	return `What the branch held before goes on as branch ${preserveUnderName} (${preservedId}), which does not expire, also where ${branchName(branch)} does: delete it once it is not needed any more, after ${branchName(branch)}`;
}
