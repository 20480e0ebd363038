import { textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { temporalClient } from '../../api/client';
import { cancelWorkflow } from '../../api/workflows';
import { requireWorkflow } from '../../changes/waitForWorkflow';
import { workflowFields, workflowReference } from '../../fields/locators';
import { workflowJson } from '../../output/workflowJson';

const reasonField = textField('Reason', 'reason', { placeholder: 'The order was withdrawn' });

export const cancel: Operation = {
	value: 'cancel',
	name: 'Cancel',
	action: 'Cancel a workflow',
	description: 'Ask a workflow to end; it decides how. One that has ended is left as it is.',
	properties: [...workflowFields, reasonField],
	async execute(context) {
		const reference = workflowReference(context);
		const client = await temporalClient(context);
		await cancelWorkflow(client, reference, reasonField.read(context));
		return workflowJson(await requireWorkflow(client, reference), reference.namespace);
	},
};
