import { field, requiredTextField } from '../../../shared/fields/fields';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { redeliver as requestRedelivery } from '../../api/hookDeliveries';
import { hookProperties, readDeliveriesPath } from '../../fields/hook';

const enteredId = requiredTextField('Delivery ID', 'deliveryId', {
	description: 'The ID that Get Many returns, not the GUID',
});

const deliveryIdField = field(enteredId, (context) => {
	const deliveryId = enteredId.read(context);
	if (/^\d+$/.test(deliveryId)) return deliveryId;
	throw new ConfigurationError(
		`Delivery ID must be a number: ${deliveryId}`,
		'Enter the field "id" of Get Many; the GUID is something else',
	);
});

export const redeliver: Operation = {
	value: 'redeliver',
	name: 'Redeliver',
	action: 'Redeliver a webhook delivery',
	description: 'Have GitHub deliver an event again, with the same delivery GUID',
	properties: [...hookProperties, deliveryIdField],
	async execute(context) {
		const deliveryId = deliveryIdField.read(context);
		await requestRedelivery(gitHubClient(context), readDeliveriesPath(context), deliveryId);
		return { deliveryId, requested: true };
	},
};
