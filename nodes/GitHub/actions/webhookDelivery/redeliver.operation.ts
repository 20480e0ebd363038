import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { requiredText } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { gitHubClient } from '../../api/client';
import { deliveriesPath, hookProperties } from '../../fields/hook';

export const redeliver: Operation = {
	value: 'redeliver',
	name: 'Redeliver',
	action: 'Redeliver a webhook delivery',
	description: 'Have GitHub deliver an event again, with the same delivery GUID',
	properties: [
		...hookProperties,
		{
			displayName: 'Delivery ID',
			name: 'deliveryId',
			type: 'string',
			default: '',
			required: true,
			description: 'The ID that Get Many returns, not the GUID',
		},
	],
	async execute(context) {
		const deliveryId = requiredText(context, 'deliveryId', 'Delivery ID');
		if (!/^\d+$/.test(deliveryId)) {
			throw new OperationFailure(
				`Delivery ID is not one: ${deliveryId}`,
				'Give the number in the field "id" of Get Many; the GUID is another thing',
			);
		}
		await gitHubClient(context).request({
			method: 'POST',
			path: `${deliveriesPath(context)}${path`/${deliveryId}/attempts`}`,
			// Whoever takes deliveries must cope with one that comes twice: GitHub says so.
			safeToRepeat: true,
		});
		return { deliveryId, requested: true };
	},
};
