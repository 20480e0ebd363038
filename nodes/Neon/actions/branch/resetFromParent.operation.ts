import { OperationFailure } from '../../../shared/errors';
import type { Operation } from '../../../shared/operation';
import { switchParameter, textParameter } from '../../../shared/parameters';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/sharedProperties';
import { allowDefaultBranchProperty, refuseGuarded } from '../../branchGuard';
import { branchName, readBranch } from '../../branches';
import { branchProperty, chosenBranch, chosenProject, projectProperty } from '../../locators';
import { planJson } from '../../plan';
import { checkAnswersProperty } from '../../readiness';
import { preservedName, restoreBranch, restorePlan } from '../../restoreBranch';
import { neonClient } from '../../transport';
import { startWait } from '../../wait';
import { readyBranchJson } from './newBranch';

export const resetFromParent: Operation = {
	value: 'resetFromParent',
	name: 'Reset From Parent',
	action: 'Reset a branch from its parent',
	description: 'Overwrite a branch with its parent\'s latest state, at the same address, and wait until it can be used',
	properties: [
		projectProperty,
		branchProperty,
		{
			displayName: 'Preserve Under Name',
			name: 'preserveUnderName',
			type: 'string',
			default: '',
			placeholder: 'preview/pr-42-before-reset',
			description: 'What the branch holds now goes on as a branch of this name; left empty, it is lost unless the branch has children',
		},
		allowDefaultBranchProperty,
		checkAnswersProperty,
		timeoutProperty(300),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const client = neonClient(context);
		const wait = startWait(context);
		const project = await chosenProject(context, client);
		const branch = await chosenBranch(context, client, project);
		if (!switchParameter(context, 'allowDefaultBranch')) {
			refuseGuarded(project, branch, 'reset', 'Turn on Allow Default Branch if it is the one you mean to overwrite');
		}
		if (!branch.parent_id) {
			throw new OperationFailure(
				`Branch ${branchName(branch)} (${branch.id}) has no parent to reset from: it is a root branch${branch.init_source === 'schema-only' ? ', made with the schema only' : ''}`,
				'Use Branch: Restore with a Source Branch instead',
			);
		}
		const asked = {
			branch,
			source: await readBranch(client, project.id, branch.parent_id),
			moment: {},
			preserveUnderName: textParameter(context, 'preserveUnderName'),
		};
		const wish = { ...asked, preserveUnderName: await preservedName(client, project, asked) };
		if (switchParameter(context, 'dryRun')) {
			return planJson(project, branchName(branch), { ...restorePlan(wish), action: 'reset' });
		}
		const done = await restoreBranch(context, client, project, wish, wait);
		return {
			...readyBranchJson(context, project, done),
			reset: true,
			preservedAs: wish.preserveUnderName || null,
			preservedId: done.preservedId,
		};
	},
};
