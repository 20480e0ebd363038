import type { Resource } from '../../../shared/operation/operation';
import { create } from './create.operation';
import { deleteBuildHook } from './delete.operation';
import { getMany } from './getMany.operation';

export const buildHook: Resource = {
	value: 'buildHook',
	name: 'Build Hook',
	description: 'An address that starts a build for whoever knows it',
	operations: [create, getMany, deleteBuildHook],
};
