import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { temporalClient } from '../../api/client';
import { requireWorkflow } from '../../changes/waitForWorkflow';
import { workflowFields, workflowReference } from '../../fields/locators';
import { workflowJson } from '../../output/workflowJson';

export const describe: Operation = {
	value: 'describe',
	name: 'Describe',
	action: 'Describe a workflow',
	description: 'Read how far a workflow is, and which version of the workers runs it',
	properties: [...workflowFields, simplifyProperty],
	async execute(context) {
		const reference = workflowReference(context);
		const run = await requireWorkflow(await temporalClient(context), reference);
		return simplifyProperty.read(context) ? workflowJson(run, reference.namespace) : { ...run };
	},
};
