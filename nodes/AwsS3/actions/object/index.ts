import type { Resource } from '../../../shared/operation/operation';
import { copy } from './copy.operation';
import { deleteObject } from './delete.operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';
import { head } from './head.operation';
import { presign } from './presign.operation';
import { put } from './put.operation';

export const object: Resource = {
	value: 'object',
	name: 'Object',
	operations: [head, getMany, get, put, copy, deleteObject, presign],
};
