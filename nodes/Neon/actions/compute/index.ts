import type { Resource } from '../../../shared/operation/operation';
import { getMany } from './getMany.operation';
import { start } from './start.operation';
import { suspend } from './suspend.operation';
import { update } from './update.operation';

export const compute: Resource = {
	value: 'compute',
	name: 'Compute',
	operations: [getMany, start, suspend, update],
};
