import { requiredTextField } from '../../../shared/fields/fields';
import { timeoutProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { temporalCloudClient } from '../../api/client';
import { waitForOperation } from '../../changes/waitForOperation';
import { operationJson } from '../../output/cloudJson';

const idField = requiredTextField('Operation ID', 'operationId', {
	placeholder: '={{ $json.operationId }}',
	description: 'As Update and Fail Over Region give it when they do not wait',
});
const timeout = timeoutProperty(900);

export const wait: Operation = {
	value: 'wait',
	name: 'Wait',
	action: 'Wait for an operation of temporal cloud',
	description: 'Wait until Temporal Cloud has done what it was asked for',
	properties: [idField, timeout],
	async execute(context) {
		const options = { timeoutMs: timeout.read(context), cancelSignal: cancelSignalOf(context) };
		return operationJson(await waitForOperation(temporalCloudClient(context), idField.read(context), options));
	},
};
