import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { readBranch } from '../../api/branches';
import { waitForBranch } from '../../changes/waitForBranch';
import { endpointField, projectField } from '../../fields/locators';
import { checkAnswersField } from '../../fields/switches';
import { chosenSqlClient } from '../startWork';
import { changeState, chosenCompute } from './changeState';

export const start: Operation = {
	value: 'start',
	name: 'Start',
	action: 'Start a compute',
	description: 'Start a compute and wait until its branch answers',
	properties: [projectField, endpointField, checkAnswersField, timeoutProperty(120), dryRunProperty, simplifyProperty],
	async execute(context) {
		const sql = await chosenSqlClient(context);
		const { work, endpoint } = await chosenCompute(context);
		if (endpoint.disabled === true) {
			throw new OperationFailure(
				`Compute ${endpoint.id} of branch ${endpoint.branch_id ?? ''} is disabled`,
				'Enable the compute in Neon, then run this again',
			);
		}
		const branch = await readBranch(work, endpoint.branch_id ?? '');
		const output = await changeState(context, work, branch, endpoint, 'start');
		if (output.dryRun === true || endpoint.type !== 'read_write') return output;
		const { answered } = await waitForBranch(work, branch, [], sql);
		return { ...output, answered, verified: answered === true };
	},
};
