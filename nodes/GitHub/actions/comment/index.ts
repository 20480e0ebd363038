import type { Resource } from '../../../shared/operation/operation';
import { deleteComment } from './delete.operation';
import { upsert } from './upsert.operation';

export const comment: Resource = {
	value: 'comment',
	name: 'Comment',
	operations: [upsert, deleteComment],
};
