import type { Operation } from '../../../shared/operation/operation';
import { collectionParameter, switchParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { lookUpBranchByName, nameTaken } from '../../branches';
import { createBranch, newMark, wishJson } from '../../createBranch';
import { chosenProject, projectProperty } from '../../locators';
import { openOperations } from '../../openOperations';
import { planJson } from '../../plan';
import { optionsProperty } from '../../properties';
import { checkAnswersProperty, waitUntilReady } from '../../readiness';
import { neonClient } from '../../transport';
import { startWait } from '../../wait';
import { branchWish, newBranchOptions, newBranchProperties, protectedOption, readyBranchJson } from './newBranch';

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a branch',
	description: 'Make a branch and wait until it can be used; fails if there is one of that name',
	properties: [
		projectProperty,
		...newBranchProperties,
		optionsProperty([...newBranchOptions, { ...protectedOption, default: false }]),
		checkAnswersProperty,
		timeoutProperty(120),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const client = neonClient(context);
		const wait = startWait(context);
		const isProtected = collectionParameter(context, 'options').protected === true;
		const project = await chosenProject(context, client);
		const wish = await branchWish(context, client, project, { isProtected });
		if (switchParameter(context, 'dryRun')) {
			if (await lookUpBranchByName(client, project.id, wish.name)) throw nameTaken(project, wish.name, advice);
			return planJson(project, wish.name, { action: 'create', ...wishJson(wish), protected: isProtected });
		}
		const made = await createBranch(client, project, wish, newMark(), wait);
		if (!made) throw nameTaken(project, wish.name, advice);
		const operations = made.operations ?? (await openOperations(client, project, made.branch));
		const ready = await waitUntilReady(context, client, project, made.branch, operations, wait);
		return { ...readyBranchJson(context, project, ready), created: true };
	},
};

const advice = 'Choose another name, or use Branch: Ensure, which takes the one that is there';
