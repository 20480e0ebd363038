import type { Resource } from '../../../shared/operation/operation';
import { get } from './get.operation';

export const usage: Resource = {
	value: 'usage',
	name: 'Cloud Usage',
	description: 'What an account at Temporal Cloud used',
	operations: [get],
};
