import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { readBranch } from '../../api/branches';
import { endpointField, projectField } from '../../fields/locators';
import { allowDefaultBranchField } from '../../fields/switches';
import { assertAllowed } from '../assertAllowed';
import { changeState, chosenCompute } from './changeState';

export const suspend: Operation = {
	value: 'suspend',
	name: 'Suspend',
	action: 'Suspend a compute',
	description: 'Suspend a compute, which ends its connections. The next connection starts it again.',
	properties: [
		projectField,
		endpointField,
		allowDefaultBranchField,
		timeoutProperty(120),
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const { work, endpoint } = await chosenCompute(context);
		const branch = await readBranch(work, endpoint.branch_id ?? '');
		assertAllowed(context, work.project, branch, `cut off from its clients (compute ${endpoint.id} runs on)`);
		return await changeState(context, work, branch, endpoint, 'suspend');
	},
};
