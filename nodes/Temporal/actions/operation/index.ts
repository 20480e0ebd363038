import type { Resource } from '../../../shared/operation/operation';
import { wait } from './wait.operation';

export const operation: Resource = {
	value: 'operation',
	name: 'Cloud Operation',
	description: 'What Temporal Cloud is doing',
	operations: [wait],
};
