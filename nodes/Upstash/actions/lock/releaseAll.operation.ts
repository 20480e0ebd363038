import { requiredText } from '../../../shared/fields/parameters';
import type { Operation } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { releaseLocks } from '../../changes/releaseLocks';
import { executionOwner } from '../../state/owner';

export const releaseAll: Operation = {
	value: 'releaseAll',
	name: 'Release All',
	action: 'Release all locks of an execution',
	description: 'Free every lock that a dead execution of this n8n still holds; harmless for one that holds none',
	properties: [
		{
			displayName: 'Execution ID',
			name: 'executionId',
			type: 'string',
			default: '',
			required: true,
			placeholder: '231',
			description: 'The execution that died, as the Error Trigger names it',
		},
		{
			displayName: 'Workflow ID',
			name: 'workflowId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'kWq0Sg1bvnZ3hTfM',
			description: 'Its workflow',
		},
	],
	async execute(context) {
		const owner = executionOwner({
			instanceId: context.functions.getInstanceId(),
			workflowId: requiredText(context, 'workflowId', 'Workflow ID'),
			executionId: requiredText(context, 'executionId', 'Execution ID'),
		});
		const released = await releaseLocks(upstashClient(context), owner);
		return { owner, released, count: released.length };
	},
};
