import type { Resource } from '../../../shared/operation/operation';
import { getLatest } from './getLatest.operation';

export const release: Resource = {
	value: 'release',
	name: 'Release',
	description: "GitHub's own releases, made from tags",
	operations: [getLatest],
};
