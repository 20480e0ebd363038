import type { Resource } from '../../../shared/operation/operation';
import { deployImage } from './deployImage.operation';
import { getMany } from './getMany.operation';
import { rollBack } from './rollBack.operation';
import { wait } from './wait.operation';

export const release: Resource = {
	value: 'release',
	name: 'Release',
	operations: [deployImage, rollBack, wait, getMany],
};
