import type { Resource } from '../../../shared/operation/operation';
import { get } from './get.operation';

export const usage: Resource = {
	value: 'usage',
	name: 'Usage',
	description: "What an organization's machines cost",
	operations: [get],
};
