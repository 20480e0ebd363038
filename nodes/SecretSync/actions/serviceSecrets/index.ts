import type { Resource } from '../../../shared/operation/operation';
import { conclude } from './conclude.operation';
import { list } from './list.operation';

export const serviceSecrets: Resource = {
	value: 'serviceSecrets',
	name: 'Service Secrets',
	description: 'What the table slipway_secret_syncs wants kept in step',
	operations: [list, conclude],
};
