import type { Resource } from '../../../shared/operation/operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';
import { wait } from './wait.operation';

export const operation: Resource = {
	value: 'operation',
	name: 'Operation',
	operations: [wait, get, getMany],
};
