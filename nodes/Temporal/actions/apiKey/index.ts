import type { Resource } from '../../../shared/operation/operation';
import { getMany } from './getMany.operation';

export const apiKey: Resource = {
	value: 'apiKey',
	name: 'Cloud API Key',
	description: 'An API key at Temporal Cloud',
	operations: [getMany],
};
