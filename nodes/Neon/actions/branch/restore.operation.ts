import type { Operation } from '../../../shared/operation/operation';
import { textParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { allowDefaultBranchProperty, requireAllowed } from '../../branchGuard';
import {
	branchProperty,
	chosenBranch,
	chosenProject,
	furtherBranchProperty,
	optionalBranch,
	projectProperty,
} from '../../locators';
import { momentParameter, momentProperties, requireWithinHistory } from '../../moment';
import { preservedNameProperty } from '../../properties';
import { checkAnswersProperty } from '../../readiness';
import { requirePurpose } from '../../restoreBranch';
import { neonClient } from '../../transport';
import { startWait } from '../../wait';
import { overwriteBranch } from './overwriteBranch';

export const restore: Operation = {
	value: 'restore',
	name: 'Restore',
	action: 'Restore a branch',
	description: 'Overwrite a branch with an earlier state of itself or of another one, and wait until it can be used',
	properties: [
		projectProperty,
		branchProperty,
		...momentProperties('the source', 'timestamp'),
		furtherBranchProperty(
			'Source Branch',
			'sourceBranch',
			'The branch whose history to take; leave it empty for the branch\'s own',
		),
		preservedNameProperty(
			'Preserve Under Name',
			'preserveUnderName',
			'What the branch holds now goes on as a branch of this name, with its children; left empty, a name is chosen where one is needed',
		),
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
		requireAllowed(context, project, branch, 'restored');
		const source = (await optionalBranch(context, client, project, 'sourceBranch')) ?? branch;
		const asked = {
			branch,
			source,
			moment,
			preserveUnderName: textParameter(context, 'preserveUnderName'),
		};
		requirePurpose(asked);
		requireWithinHistory(project, source, moment);
		return await overwriteBranch(context, client, project, asked, wait, { restored: true });
	},
};
