import type { Resource } from '../../../shared/operation/operation';
import { begin } from './begin.operation';
import { complete } from './complete.operation';
import { fail } from './fail.operation';
import { inspect } from './inspect.operation';

export const claim: Resource = {
	value: 'claim',
	name: 'Claim',
	description: 'Do a piece of work once, however often it is asked for, and remember how it ended',
	operations: [begin, complete, fail, inspect],
};
