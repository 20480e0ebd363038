import type { Resource } from '../../../shared/operation/operation';
import { plan } from './plan.operation';
import { sync } from './sync.operation';

export const secret: Resource = {
	value: 'secret',
	name: 'Secret',
	description: 'Keys and values of a source, in a target',
	operations: [sync, plan],
};
