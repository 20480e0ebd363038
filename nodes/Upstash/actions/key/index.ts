import type { Resource } from '../../../shared/operation/operation';
import { remove } from './delete.operation';
import { expire } from './expire.operation';
import { get } from './get.operation';
import { increment } from './increment.operation';
import { set } from './set.operation';

export const key: Resource = {
	value: 'key',
	name: 'Key',
	description: 'One string or counter under one name',
	operations: [get, set, remove, increment, expire],
};
