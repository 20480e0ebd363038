import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { branchName } from '../../api/types';
import { assertWithinHistory } from '../../changes/branchHistory';
import type { RestoreWish } from '../../changes/restoreBranch';
import { chosenBranch, optionalBranch } from '../../fields/chosen';
import { branchField, optionalBranchField, projectField } from '../../fields/locators';
import { momentProperties, readMoment } from '../../fields/moment';
import { preservedNameField } from '../../fields/names';
import { allowDefaultBranchField, checkAnswersField } from '../../fields/switches';
import { isLatest } from '../../state/moment';
import { assertAllowed } from '../assertAllowed';
import { chosenSqlClient, startWork } from '../startWork';
import { overwriteBranch } from './overwriteBranch';

const sourceField = optionalBranchField(
	'Source Branch',
	'sourceBranch',
	'The branch whose history is used; leave it empty for its own',
);

const preserveField = preservedNameField(
	'Preserve Under Name',
	'preserveUnderName',
	'Keeps what the branch holds now, and its children, as a branch of this name. Leave it empty to let the node choose one if Neon needs it.',
);

export const restore: Operation = {
	value: 'restore',
	name: 'Restore',
	action: 'Restore a branch',
	description: 'Overwrite a branch with an earlier state of itself or another branch, and wait until it can be used',
	properties: [
		projectField,
		branchField,
		...momentProperties('the source', 'timestamp'),
		sourceField,
		preserveField,
		allowDefaultBranchField,
		checkAnswersField,
		timeoutProperty(300),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const moment = readMoment(context);
		const sql = await chosenSqlClient(context);
		const work = await startWork(context);
		const { project } = work;
		const branch = await chosenBranch(context, work);
		assertAllowed(context, project, branch, 'restored');
		const source = (await optionalBranch(context, work, sourceField)) ?? branch;
		const asked = { branch, source, moment, preserveUnderName: preserveField.read(context) };
		assertPurpose(asked);
		assertWithinHistory(project, source, moment);
		return await overwriteBranch(context, work, asked, sql, { restored: true });
	},
};

/** @throws OperationFailure for a branch and its own latest state, which it holds already. */
function assertPurpose({ branch, source, moment }: RestoreWish): void {
	if (source.id !== branch.id || !isLatest(moment)) return;
	throw new OperationFailure(
		`Branch ${branchName(branch)} already holds its own latest state`,
		'Choose a Timestamp or an LSN, or another Source Branch',
	);
}
