import { OperationFailure } from '../../../shared/errors';
import type { Operation } from '../../../shared/operation';
import { collectionParameter, switchParameter } from '../../../shared/parameters';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/sharedProperties';
import { lookUpBranchByName } from '../../branches';
import { createBranch, newMark, wishJson } from '../../createBranch';
import { chosenProject, projectProperty } from '../../locators';
import { openOperations } from '../../openOperations';
import { planJson } from '../../plan';
import { projectName } from '../../projects';
import { checkAnswersProperty, waitUntilReady } from '../../readiness';
import { neonClient } from '../../transport';
import type { NeonProject } from '../../types';
import { startWait } from '../../wait';
import { branchWish, newBranchOptions, newBranchProperties, readyBranchJson } from './newBranch';

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a branch',
	description: 'Make a branch and wait until it can be used; fails if there is one of that name',
	properties: [
		projectProperty,
		...newBranchProperties,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [
				...newBranchOptions,
				{
					displayName: 'Protected',
					name: 'protected',
					type: 'boolean',
					default: false,
					description: 'Whether to protect it from being deleted or reset by mistake',
				},
			],
		},
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
			if (await lookUpBranchByName(client, project.id, wish.name)) throw taken(project, wish.name);
			return planJson(project, wish.name, { action: 'create', ...wishJson(wish), protected: isProtected });
		}
		const made = await createBranch(client, project, wish, newMark(), wait);
		if (!made) throw taken(project, wish.name);
		const operations = made.operations ?? (await openOperations(client, project, made.branch));
		const ready = await waitUntilReady(context, client, project, made.branch, operations, wait);
		return { ...readyBranchJson(context, project, ready), created: true };
	},
};

function taken(project: NeonProject, name: string): OperationFailure {
	return new OperationFailure(
		`Neon project ${projectName(project)} has a branch "${name}" already`,
		'Choose another name, or use Branch: Ensure, which takes the one that is there',
	);
}
