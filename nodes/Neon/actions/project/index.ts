import type { Resource } from '../../../shared/operation/operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';

export const project: Resource = {
	value: 'project',
	name: 'Project',
	operations: [get, getMany],
};
