import type { IDataObject } from 'n8n-workflow';

import { dryRunProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { lookUpBranch } from '../../api/findBranch';
import { branchName, type NeonBranch } from '../../api/types';
import { assertDeletable, deleteBranch, findFormerStates } from '../../changes/deleteBranch';
import { branchField, projectField } from '../../fields/locators';
import { planJson } from '../../output/planJson';
import { projectFields } from '../../output/projectJson';
import { startWork } from '../startWork';

export const deleteIfExists: Operation = {
	value: 'deleteIfExists',
	name: 'Delete If Exists',
	action: 'Delete a branch if it exists',
	description:
		'Delete a branch, if it exists, and wait until it is gone. Refuses the default branch and protected ones.',
	properties: [projectField, branchField, timeoutProperty(120), dryRunProperty],
	async execute(context) {
		const entered = branchField.read(context);
		const work = await startWork(context);
		const { project } = work;
		const branch = await lookUpBranch(work, entered);
		const target = branch ? branchName(branch) : entered;
		const existed = branch !== null;
		if (branch) await assertDeletable(work, branch);
		if (dryRunProperty.read(context)) {
			return planJson(project, target, { action: branch ? 'delete' : 'nothing', existed });
		}
		if (branch) await deleteBranch(work, branch);
		return {
			platform: 'neon',
			...projectFields(project),
			target,
			id: branch?.id ?? null,
			existed,
			deleted: existed,
			...(branch && keptJson(branch, await findFormerStates(work, branch))),
		};
	},
};

/** What restores of the branch have kept stays, and is reported: it holds data, and does not expire. */
function keptJson(branch: NeonBranch, kept: readonly NeonBranch[]): IDataObject {
	return {
		keptBranches: kept.map((other) => ({ id: other.id, name: branchName(other), expiresAt: other.expires_at ?? null })),
		warnings:
			kept.length === 0
				? []
				: [
						`${kept.map(branchName).join(', ')} keep what ${branchName(branch)} held before it was restored: delete them too if nobody needs that`,
					],
	};
}
