import type { Resource } from '../../../shared/operation/operation';
import { create } from './create.operation';
import { deleteSnapshot } from './delete.operation';
import { getMany } from './getMany.operation';
import { restore } from './restore.operation';

export const snapshot: Resource = {
	value: 'snapshot',
	name: 'Snapshot',
	operations: [create, getMany, restore, deleteSnapshot],
};
