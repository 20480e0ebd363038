import type { Resource } from '../../../shared/operation/operation';
import { getMany } from './getMany.operation';
import { health } from './health.operation';
import { disableOrigin, enableOrigin } from './setOrigin.operation';

export const pool: Resource = {
	value: 'pool',
	name: 'Load Balancer Pool',
	operations: [getMany, enableOrigin, disableOrigin, health],
};
