import type { Resource } from '../../../shared/operation/operation';
import { create } from './create.operation';
import { deleteDatabase } from './delete.operation';
import { getMany } from './getMany.operation';

export const database: Resource = {
	value: 'database',
	name: 'Database',
	operations: [getMany, create, deleteDatabase],
};
