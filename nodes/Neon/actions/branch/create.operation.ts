import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { lookUpBranchByName } from '../../api/branches';
import { createBranch } from '../../changes/createBranch';
import { nameTaken } from '../../changes/nameTaken';
import { operationsOf } from '../../changes/openOperations';
import { waitForBranch } from '../../changes/waitForBranch';
import { optionsField } from '../../fields/collections';
import { projectField } from '../../fields/locators';
import { checkAnswersField, protectedOption } from '../../fields/switches';
import { branchWishJson, planJson } from '../../output/planJson';
import { readyBranchJson } from '../readyBranchJson';
import { newRunId } from '../runId';
import { chosenSqlClient, startWork } from '../startWork';
import { newBranchOptions, newBranchProperties, readNewBranch, withParent } from './newBranch';

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a branch',
	description: 'Make a branch and wait until it can be used. Fails if the name is taken.',
	properties: [
		projectField,
		...newBranchProperties,
		optionsField([...newBranchOptions, { ...protectedOption, default: false }]),
		checkAnswersField,
		timeoutProperty(120),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const asked = readNewBranch(context);
		const sql = await chosenSqlClient(context);
		const work = await startWork(context);
		const { project } = work;
		const wish = await withParent(context, work, asked);
		if (dryRunProperty.read(context)) {
			if (await lookUpBranchByName(work, wish.name)) throw nameTaken(project, wish.name, advice);
			return planJson(project, wish.name, { action: 'create', ...branchWishJson(wish), protected: wish.isProtected });
		}
		const made = await createBranch(work, wish, newRunId());
		if (!made) throw nameTaken(project, wish.name, advice);
		const ready = await waitForBranch(work, made.branch, await operationsOf(work, made.branch, made), sql);
		return { ...readyBranchJson(context, project, ready), created: true };
	},
};

const advice = 'Choose another name, or use Branch: Ensure, which takes the existing one';
