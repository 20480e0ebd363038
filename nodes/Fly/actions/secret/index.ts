import type { Resource } from '../../../shared/operation/operation';
import { getMany } from './getMany.operation';
import { set } from './set.operation';
import { unset } from './unset.operation';

export const secret: Resource = {
	value: 'secret',
	name: 'Secret',
	operations: [getMany, set, unset],
};
