import type { Resource } from '../../../shared/operation/operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';

export const pullRequest: Resource = {
	value: 'pullRequest',
	name: 'Pull Request',
	operations: [get, getMany],
};
