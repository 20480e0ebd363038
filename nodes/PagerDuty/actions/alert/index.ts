import type { Resource } from '../../../shared/operation/operation';
import { acknowledge } from './acknowledge.operation';
import { resolve } from './resolve.operation';
import { trigger } from './trigger.operation';

export const alert: Resource = {
	value: 'alert',
	name: 'Alert',
	operations: [trigger, acknowledge, resolve],
};
