import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { textParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { allowDefaultBranchProperty, requireAllowed } from '../../branchGuard';
import { branchName, lookUpBranchByName, readBranch } from '../../branches';
import { originOf } from '../../branchOrigin';
import { branchProperty, chosenBranch, chosenProject, projectProperty } from '../../locators';
import { preservedNameProperty } from '../../properties';
import { checkAnswersProperty } from '../../readiness';
import { neonClient } from '../../transport';
import { startWait } from '../../wait';
import { overwriteBranch } from './overwriteBranch';

export const resetFromParent: Operation = {
	value: 'resetFromParent',
	name: 'Reset From Parent',
	action: 'Reset a branch from its parent',
	description: 'Overwrite a branch with the latest state of the branch it was made from, at the same address, and wait until it can be used. What a restore kept in between is passed over.',
	properties: [
		projectProperty,
		branchProperty,
		preservedNameProperty(
			'Preserve Under Name',
			'preserveUnderName',
			'What the branch holds now goes on as a branch of this name; left empty, it is lost unless the branch has children',
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
		const project = await chosenProject(context, client);
		const branch = await chosenBranch(context, client, project);
		requireAllowed(context, project, branch, 'reset');
		if (!branch.parent_id) {
			throw new OperationFailure(
				`Branch ${branchName(branch)} (${branch.id}) has no parent to reset from: it is a root branch${branch.init_source === 'schema-only' ? ', made with the schema only' : ''}`,
				'Use Branch: Restore with a Source Branch instead',
			);
		}
		const named = (await lookUpBranchByName(client, project.id, branchName(branch))) ?? { branch, annotation: {} };
		// Neon's own parent may be what a restore kept, and with it the very state that was restored from.
		const source = (await originOf(client, project, named)) ?? (await readBranch(client, project.id, branch.parent_id));
		const asked = { branch, source, moment: {}, preserveUnderName: textParameter(context, 'preserveUnderName') };
		return await overwriteBranch(context, client, project, asked, wait, { reset: true });
	},
};
