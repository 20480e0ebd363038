import { field, jsonField, requiredTextField, textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { temporalClient } from '../../api/client';
import { requireReachable } from '../../api/names';
import { sendSignal } from '../../changes/sendSignal';
import { identityField, readIdentity } from '../../fields/deployFields';
import { workflowFields, workflowReference } from '../../fields/locators';

const signalField = requiredTextField('Signal', 'signal', { placeholder: 'approve' });
const inputJson = jsonField('Input', 'input', '[]', { description: 'The arguments, as a JSON list' });
const inputField = field(inputJson, (context) => {
	const value = inputJson.read(context);
	return Array.isArray(value) ? value : [value];
});
const requestField = textField('Request ID', 'requestId', {
	placeholder: '={{ $execution.id }}',
	description: 'With the same one the workflow gets it once; empty for one of this execution',
});

export const signal: Operation = {
	value: 'signal',
	name: 'Signal',
	action: 'Signal a workflow',
	description: 'Send a signal to a workflow that runs',
	properties: [...workflowFields, signalField, inputField, requestField, identityField],
	async execute(context) {
		const { functions, itemIndex } = context;
		const reference = workflowReference(context);
		const name = requireReachable(signalField.read(context), 'Signal');
		await sendSignal(await temporalClient(context), reference, name, {
			input: inputField.read(context),
			identity: readIdentity(context),
			requestId:
				requestField.read(context) || `slipway-${functions.getExecutionId()}-${functions.getNode().name}-${itemIndex}`,
		});
		return { ...reference, signal: name, isSent: true };
	},
};
