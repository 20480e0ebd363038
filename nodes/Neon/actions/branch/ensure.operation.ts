import { choiceField, option } from '../../../shared/fields/fields';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { lookUpBranchByName } from '../../api/branches';
import { branchName } from '../../api/types';
import { assertReusable } from '../../changes/assertReusable';
import { assertUnguarded } from '../../changes/assertUnguarded';
import { ensureBranch } from '../../changes/ensureBranch';
import { waitForBranch } from '../../changes/waitForBranch';
import type { Work } from '../../changes/work';
import { optionsField } from '../../fields/collections';
import { projectField } from '../../fields/locators';
import { checkAnswersField } from '../../fields/switches';
import { branchWishJson, planJson } from '../../output/planJson';
import type { ReadyBranch } from '../../state/branchState';
import type { BranchWish } from '../../state/branchWish';
import { readyBranchJson } from '../readyBranchJson';
import { newRunId } from '../runId';
import { chosenSqlClient, startWork } from '../startWork';
import { newBranchOptions, newBranchProperties, readNewBranch, withParent } from './newBranch';

const ifDifferentField = choiceField(
	'If It Differs',
	'ifDifferent',
	[
		option(
			'Fail',
			'fail',
			'Stop if the existing branch has another parent or moment, or data instead of only the schema',
		),
		option('Reuse It', 'reuse', 'Return the branch as it is'),
	],
	{ description: 'What to do if a branch of that name exists but differs from what the fields ask for' },
);

export const ensure: Operation = {
	value: 'ensure',
	name: 'Ensure',
	action: 'Ensure a branch',
	description:
		'Make a branch, or take the existing one of that name, and wait until it can be used. Refuses the default branch and protected ones.',
	properties: [
		projectField,
		...newBranchProperties,
		ifDifferentField,
		optionsField(newBranchOptions),
		checkAnswersField,
		timeoutProperty(120),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const asked = readNewBranch(context);
		const reuseDifferent = ifDifferentField.read(context) === 'reuse';
		const sql = await chosenSqlClient(context);
		const work = await startWork(context);
		const wish = await withParent(context, work, asked);
		if (dryRunProperty.read(context)) {
			const found = await lookUpBranchByName(work, wish.name);
			if (found) await assertReusable(work, found, wish, reuseDifferent);
			return planJson(work.project, wish.name, {
				action: found ? 'reuse' : 'create',
				...branchWishJson(wish),
				...(found && { id: found.branch.id }),
			});
		}
		const { branch, operations, created } = await ensureBranch(work, wish, reuseDifferent, newRunId());
		const ready = await waitForBranch(work, branch, operations, sql);
		assertSame(work, ready, wish, branch.id);
		return { ...readyBranchJson(context, work.project, ready), created };
	},
};

/** @throws OperationFailure when it was made the default, or another branch, while this waited. */
function assertSame(work: Work, { branch }: ReadyBranch, wish: BranchWish, id: string): void {
	assertUnguarded(work.project, branch, 'returned', 'Give the preview another name');
	if (branch.id === id && branch.name === wish.name) return;
	throw new OperationFailure(`Neon branch ${id} was renamed to ${branchName(branch)} meanwhile`, 'Run this again');
}
