import type { Resource } from '../../../shared/operation/operation';
import { checkFreshness } from './checkFreshness.operation';
import { compare } from './compare.operation';
import { setStatus } from './setStatus.operation';

export const commit: Resource = {
	value: 'commit',
	name: 'Commit',
	operations: [checkFreshness, compare, setStatus],
};
