import type { Resource } from '../../../shared/operation/operation';
import { getHead } from './getHead.operation';

export const branch: Resource = {
	value: 'branch',
	name: 'Branch',
	operations: [getHead],
};
