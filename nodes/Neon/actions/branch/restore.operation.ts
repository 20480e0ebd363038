import type { Operation } from '../../../shared/operation';
import { switchParameter, textParameter } from '../../../shared/parameters';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/sharedProperties';
import { allowDefaultBranchProperty, refuseGuarded } from '../../branchGuard';
import { branchName } from '../../branches';
import {
	branchProperty,
	chosenBranch,
	chosenProject,
	optionalBranch,
	projectProperty,
	sourceBranchProperty,
} from '../../locators';
import { momentParameter, momentProperties, requireWithinHistory } from '../../moment';
import { planJson } from '../../plan';
import { checkAnswersProperty } from '../../readiness';
import { preservedName, requirePurpose, restoreBranch, restorePlan } from '../../restoreBranch';
import { neonClient } from '../../transport';
import { startWait } from '../../wait';
import { readyBranchJson } from './newBranch';

export const restore: Operation = {
	value: 'restore',
	name: 'Restore',
	action: 'Restore a branch',
	description: 'Overwrite a branch with an earlier state of itself or of another one, and wait until it can be used',
	properties: [
		projectProperty,
		branchProperty,
		...momentProperties('the source', 'timestamp'),
		sourceBranchProperty,
		{
			displayName: 'Preserve Under Name',
			name: 'preserveUnderName',
			type: 'string',
			default: '',
			placeholder: 'main_before_restore',
			description: 'What the branch holds now goes on as a branch of this name, with its children; left empty, a name is chosen where one is needed',
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
		const moment = momentParameter(context);
		const project = await chosenProject(context, client);
		const branch = await chosenBranch(context, client, project);
		if (!switchParameter(context, 'allowDefaultBranch')) {
			refuseGuarded(project, branch, 'restored', 'Turn on Allow Default Branch if it is the one you mean to overwrite');
		}
		const source = (await optionalBranch(context, client, project, 'sourceBranch')) ?? branch;
		const asked = {
			branch,
			source,
			moment,
			preserveUnderName: textParameter(context, 'preserveUnderName'),
		};
		requirePurpose(asked);
		requireWithinHistory(project, source, moment);
		const wish = { ...asked, preserveUnderName: await preservedName(client, project, asked) };
		if (switchParameter(context, 'dryRun')) {
			return planJson(project, branchName(branch), restorePlan(wish));
		}
		const done = await restoreBranch(context, client, project, wish, wait);
		return {
			...readyBranchJson(context, project, done),
			restored: true,
			preservedAs: wish.preserveUnderName || null,
			preservedId: done.preservedId,
		};
	},
};
