import type { Resource } from '../../../shared/operation/operation';
import { get } from './get.operation';

export const usage: Resource = {
	value: 'usage',
	name: 'Usage',
	description: "What a team's plan costs, and what of it is used",
	operations: [get],
};
