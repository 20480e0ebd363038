import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { lookUpBranchByName } from '../../api/branches';
import { findBranch } from '../../api/findBranch';
import { findSnapshot } from '../../api/snapshots';
import { branchName, type NeonBranch, type NeonSnapshot } from '../../api/types';
import { nameTaken } from '../../changes/nameTaken';
import { replaceBranch, restoreToNewBranch } from '../../changes/restoreSnapshot';
import type { Work } from '../../changes/work';
import { optionalBranchField, projectField, snapshotField } from '../../fields/locators';
import { optionalNameField, preservedNameField } from '../../fields/names';
import { shownWhen } from '../../fields/shownWhen';
import { allowDefaultBranchField, checkAnswersField, replaceOriginalField } from '../../fields/switches';
import { planJson } from '../../output/planJson';
import { assertAllowed } from '../assertAllowed';
import { readyBranchJson } from '../readyBranchJson';
import { newRunId } from '../runId';
import { chosenSqlClient, startWork } from '../startWork';

const whenReplacing = { replaceOriginal: [true] };

const nameOfBranch = optionalNameField(
	'restored-before-migration',
	'Of the new branch; leave it empty for a random one',
	() => `restored-${newRunId(6)}`,
);

const replacedBranch = shownWhen(
	optionalBranchField('Branch to Replace', 'branch', 'Leave it empty for the branch that the snapshot was taken of'),
	whenReplacing,
);

const originalNameField = shownWhen(
	preservedNameField('New Name of the Original', 'originalName', 'Leave it empty to let Neon choose'),
	whenReplacing,
);

export const restore: Operation = {
	value: 'restore',
	name: 'Restore',
	action: 'Restore a snapshot',
	description: 'Restore a snapshot to a new branch, which can replace the original one',
	properties: [
		projectField,
		snapshotField,
		nameOfBranch,
		replaceOriginalField,
		replacedBranch,
		originalNameField,
		shownWhen(allowDefaultBranchField, whenReplacing),
		checkAnswersField,
		timeoutProperty(300),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const snapshotId = snapshotField.read(context);
		const name = nameOfBranch.read(context);
		const originalName = originalNameField.read(context);
		const sql = await chosenSqlClient(context);
		const work = await startWork(context);
		const { project } = work;
		const target = await chosenTarget(context, work, await findSnapshot(work, snapshotId));
		if (await lookUpBranchByName(work, name)) throw nameTaken(project, name);
		if (dryRunProperty.read(context)) {
			return planJson(project, target ? branchName(target) : name, {
				action: 'restoreSnapshot',
				snapshotId,
				name,
				replaces: target?.id ?? null,
				originalName: originalName || null,
			});
		}
		const restored = await restoreToNewBranch(work, { snapshotId, name, target }, sql);
		if (!target) return { ...readyBranchJson(context, project, restored), replaced: false };
		const { ready, original } = await replaceBranch(work, restored.branch, target, originalName, sql);
		return {
			...readyBranchJson(context, project, ready),
			replaced: true,
			originalId: original.id,
			originalName: branchName(original),
		};
	},
};

/** The branch to replace; null for none. @throws OperationFailure for a guarded one, unless that is allowed. */
async function chosenTarget(
	context: OperationContext,
	work: Work,
	{ source_branch_id: sourceId = '' }: NeonSnapshot,
): Promise<NeonBranch | null> {
	if (!replaceOriginalField.read(context)) return null;
	const target = await findBranch(work, replacedBranch.read(context) || sourceId);
	assertAllowed(context, work.project, target, 'replaced');
	return target;
}
