import type { Resource } from '../../../shared/operation/operation';
import { failOverRegion } from './failOverRegion.operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';
import { update } from './update.operation';

export const namespace: Resource = {
	value: 'namespace',
	name: 'Cloud Namespace',
	description: 'A namespace at Temporal Cloud',
	operations: [get, getMany, failOverRegion, update],
};
