import type { Resource } from '../../../shared/operation/operation';
import { check } from './check.operation';

export const rateLimit: Resource = {
	value: 'rateLimit',
	name: 'Rate Limit',
	description: 'At most so many calls in any stretch of time, over all workflows and workers',
	operations: [check],
};
