import type { Resource } from '../../../shared/operation/operation';
import { check } from './check.operation';
import { getAddress } from './getAddress.operation';
import { getMany } from './getMany.operation';
import { remove } from './remove.operation';

export const deployedBranch: Resource = {
	value: 'deployedBranch',
	name: 'Deployed Branch',
	description: 'A branch that is built beside production, at an address of its own',
	operations: [getMany, check, getAddress, remove],
};
