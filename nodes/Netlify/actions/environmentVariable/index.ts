import type { Resource } from '../../../shared/operation/operation';
import { deleteVariable } from './delete.operation';
import { getMany } from './getMany.operation';
import { set } from './set.operation';
import { setMany } from './setMany.operation';

export const environmentVariable: Resource = {
	value: 'environmentVariable',
	name: 'Environment Variable',
	description: "What a site's builds and functions can read; a change takes effect with the next deploy",
	operations: [set, getMany, deleteVariable, setMany],
};
