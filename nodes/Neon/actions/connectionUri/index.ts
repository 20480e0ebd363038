import type { Resource } from '../../../shared/operation/operation';
import { get } from './get.operation';

export const connectionUri: Resource = {
	value: 'connectionUri',
	name: 'Connection URI',
	operations: [get],
};
