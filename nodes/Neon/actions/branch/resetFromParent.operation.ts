import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { lookUpBranchByName, readBranch } from '../../api/branches';
import { branchName, type NeonBranch } from '../../api/types';
import { originOf } from '../../changes/branchOrigin';
import type { Work } from '../../changes/work';
import { chosenBranch } from '../../fields/chosen';
import { branchField, projectField } from '../../fields/locators';
import { preservedNameField } from '../../fields/names';
import { allowDefaultBranchField, checkAnswersField } from '../../fields/switches';
import { assertAllowed } from '../assertAllowed';
import { chosenSqlClient, startWork } from '../startWork';
import { overwriteBranch } from './overwriteBranch';

const preserveField = preservedNameField(
	'Preserve Under Name',
	'preserveUnderName',
	'Keeps what the branch holds now as a branch of this name. Leave it empty to discard that, unless the branch has children.',
);

export const resetFromParent: Operation = {
	value: 'resetFromParent',
	name: 'Reset From Parent',
	action: 'Reset a branch from its parent',
	description:
		'Overwrite a branch with the latest state of the branch it was made from, and wait until it can be used. Its address stays.',
	properties: [
		projectField,
		branchField,
		preserveField,
		allowDefaultBranchField,
		checkAnswersField,
		timeoutProperty(300),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const sql = await chosenSqlClient(context);
		const work = await startWork(context);
		const branch = await chosenBranch(context, work);
		assertAllowed(context, work.project, branch, 'reset');
		const source = await findSource(work, branch);
		const asked = { branch, source, moment: {}, preserveUnderName: preserveField.read(context) };
		return await overwriteBranch(context, work, asked, sql, { reset: true });
	},
};

/** The branch it was made from: Neon's own parent may be what a restore kept, and with it the very state that was restored from. */
async function findSource(work: Work, branch: NeonBranch): Promise<NeonBranch> {
	if (!branch.parent_id) {
		throw new OperationFailure(
			`Branch ${branchName(branch)} (${branch.id}) has no parent to reset from: it is a root branch${branch.init_source === 'schema-only' ? ', made with the schema only' : ''}`,
			'Use Branch: Restore with a Source Branch instead',
		);
	}
	const named = (await lookUpBranchByName(work, branchName(branch))) ?? { branch, annotation: {} };
	return (await originOf(work, named)) ?? (await readBranch(work, branch.parent_id));
}
