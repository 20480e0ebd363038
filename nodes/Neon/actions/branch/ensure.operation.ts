import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter, textParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { refuseGuarded } from '../../branchGuard';
import { lookUpBranchByName } from '../../branches';
import { wishJson } from '../../createBranch';
import { ensureBranch, requireReusable } from '../../ensureBranch';
import { chosenProject, projectProperty } from '../../locators';
import { planJson } from '../../plan';
import { optionsProperty } from '../../properties';
import { checkAnswersProperty, waitUntilReady } from '../../readiness';
import { neonClient } from '../../transport';
import { startWait } from '../../wait';
import { branchWish, newBranchOptions, newBranchProperties, readyBranchJson } from './newBranch';

export const ensure: Operation = {
	value: 'ensure',
	name: 'Ensure',
	action: 'Ensure a branch',
	description: 'Make a branch, or take the one with that name, and wait until it can be used; never the default or a protected one',
	properties: [
		projectProperty,
		...newBranchProperties,
		{
			displayName: 'If It Differs',
			name: 'ifDifferent',
			type: 'options',
			options: [
				{
					name: 'Fail',
					value: 'fail',
					description: 'Stop when the branch with that name has another parent, or data where only the schema was asked for',
				},
				{ name: 'Reuse It', value: 'reuse', description: 'Return the branch as it is' },
			],
			default: 'fail',
			description: 'What to do when a branch of that name is there and is not what was asked for',
		},
		optionsProperty(newBranchOptions),
		checkAnswersProperty,
		timeoutProperty(120),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const client = neonClient(context);
		const wait = startWait(context);
		const reuseDifferent = textParameter(context, 'ifDifferent') === 'reuse';
		const project = await chosenProject(context, client);
		const wish = await branchWish(context, client, project);
		const options = { parentAsked: wish.parentAsked, reuseDifferent };
		if (switchParameter(context, 'dryRun')) {
			const found = await lookUpBranchByName(client, project.id, wish.name);
			if (found) await requireReusable(client, project, found, wish, options);
			return planJson(project, wish.name, {
				action: found ? 'reuse' : 'create',
				...wishJson(wish),
				...(found && { id: found.branch.id }),
			});
		}
		const ensured = await ensureBranch(client, project, wish, options, wait);
		const ready = await waitUntilReady(
			context,
			client,
			project,
			ensured.branch,
			ensured.operations,
			wait,
		);
		// It may have been made the default, or another branch, while this waited.
		refuseGuarded(project, ready.branch, 'returned', 'Give the preview another name');
		if (ready.branch.id !== ensured.branch.id || ready.branch.name !== wish.name) {
			throw new OperationFailure(
				`Neon branch ${ensured.branch.id} was renamed to ${ready.branch.name ?? ready.branch.id} while it was waited for`,
				'Run this again',
			);
		}
		return {
			...readyBranchJson(context, project, ready),
			created: ensured.created,
		};
	},
};
