import type { Resource } from '../../../shared/operation/operation';
import { get } from './get.operation';

export const usage: Resource = {
	value: 'usage',
	name: 'Usage',
	description: "What the account's Redis databases cost",
	operations: [get],
};
