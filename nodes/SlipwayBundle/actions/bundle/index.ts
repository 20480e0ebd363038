import type { Resource } from '../../../shared/operation/operation';
import { compare } from './compare.operation';
import { installOrUpgrade } from './installOrUpgrade.operation';
import { plan } from './plan.operation';
import { remove } from './remove.operation';

export const bundle: Resource = {
	value: 'bundle',
	name: 'Bundle',
	description: 'The workflows that come with this package',
	operations: [plan, installOrUpgrade, compare, remove],
};
