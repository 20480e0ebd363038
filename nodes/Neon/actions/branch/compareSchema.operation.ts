import { optionalLocator } from '../../../shared/fields/locators';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { attempt } from '../../../shared/waiting/attempt';
import { compareSchemas } from '../../api/schema';
import { branchName } from '../../api/types';
import { assertWithinHistory, explainMoment } from '../../changes/branchHistory';
import { findLogin } from '../../changes/readConnection';
import { chosenBranch, chosenProject, optionalBranch } from '../../fields/chosen';
import { branchField, databaseField, optionalBranchField, projectField } from '../../fields/locators';
import { timestampField } from '../../fields/timestamp';
import { projectFields } from '../../output/projectJson';
import { momentFields, type Moment } from '../../state/moment';

const baseField = optionalBranchField(
	'Base Branch',
	'baseBranch',
	'The branch to compare with; leave it empty for the parent',
);

const comparedDatabase = optionalLocator(databaseField, 'The database to compare; leave it empty if there is only one');

const baseTimestamp = timestampField('Base Timestamp', 'baseTimestamp', {
	description: 'The base as it was at this moment; leave it empty for its latest state',
});

export const compareSchema: Operation = {
	value: 'compareSchema',
	name: 'Compare Schema',
	action: 'Compare schemas of branches',
	description: 'Compare the schemas of two branches, as a unified diff',
	properties: [projectField, branchField, baseField, comparedDatabase, baseTimestamp],
	async execute(context) {
		const timestamp = baseTimestamp.read(context);
		const moment: Moment = timestamp === null ? {} : { timestamp };
		const client = await chosenProject(context);
		const { project } = client;
		const branch = await chosenBranch(context, client);
		const base = await optionalBranch(context, client, baseField);
		const baseId = base?.id ?? branch.parent_id;
		if (!baseId) {
			throw new OperationFailure(`Branch ${branchName(branch)} has no parent to compare with`, 'Choose a Base Branch');
		}
		assertWithinHistory(project, base ?? branch, moment);
		const wish = { database: comparedDatabase.read(context), role: '' };
		const { database } = await findLogin(client, branch, wish);
		const query = { base_branch_id: baseId, db_name: database, ...momentFields(moment, 'base_') };
		const compared = await attempt(compareSchemas(client, branch.id, query));
		if (!compared.ok) throw explainMoment(compared.error, project, base ?? branch, moment);
		return {
			...projectFields(project),
			branch: branchName(branch),
			branchId: branch.id,
			baseBranchId: baseId,
			database,
			different: compared.value.trim() !== '',
			diff: compared.value,
		};
	},
};
