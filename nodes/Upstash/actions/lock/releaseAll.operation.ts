import { requiredTextField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { releaseLocks } from '../../changes/releaseLocks';
import { executionOwner } from '../../state/owner';

const executionIdField = requiredTextField('Execution ID', 'executionId', {
	placeholder: '231',
	description: 'The execution that died, as the Error Trigger names it',
});

const workflowIdField = requiredTextField('Workflow ID', 'workflowId', {
	placeholder: 'kWq0Sg1bvnZ3hTfM',
	description: 'The workflow of that execution',
});

export const releaseAll: Operation = {
	value: 'releaseAll',
	name: 'Release All',
	action: 'Release all locks of an execution',
	description: 'Free every lock that a dead execution of this n8n still holds, if any',
	properties: [executionIdField, workflowIdField],
	async execute(context) {
		const owner = executionOwner({
			instanceId: context.functions.getInstanceId(),
			workflowId: workflowIdField.read(context),
			executionId: executionIdField.read(context),
		});
		const released = await releaseLocks(upstashClient(context), owner);
		return { owner, released, count: released.length };
	},
};
