import type { Resource } from '../../../shared/operation/operation';
import { describe } from './describe.operation';

export const deployment: Resource = {
	value: 'deployment',
	name: 'Deployment',
	description: 'What dashboards are told of a deployment of the ledger',
	operations: [describe],
};
