import type { Resource } from '../../../shared/operation/operation';
import { getMany } from './getMany.operation';
import { redeliver } from './redeliver.operation';

export const webhookDelivery: Resource = {
	value: 'webhookDelivery',
	name: 'Webhook Delivery',
	operations: [getMany, redeliver],
};
