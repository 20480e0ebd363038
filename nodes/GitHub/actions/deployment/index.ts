import type { Resource } from '../../../shared/operation/operation';
import { create } from './create.operation';
import { getMany } from './getMany.operation';
import { setStatus } from './setStatus.operation';

export const deployment: Resource = {
	value: 'deployment',
	name: 'Deployment',
	operations: [create, getMany, setStatus],
};
