import type { Resource } from '../../../shared/operation/operation';
import { deregister } from './deregister.operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';
import { register } from './register.operation';

export const taskDefinition: Resource = {
	value: 'taskDefinition',
	name: 'Task Definition',
	operations: [register, get, getMany, deregister],
};
