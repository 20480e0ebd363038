import type { Resource } from '../../../shared/operation/operation';
import type { CatalogOperation } from '../catalogOperation';
import { get } from './get.operation';
import { plan } from './plan.operation';
import { validate } from './validate.operation';

export const service: Resource<CatalogOperation> = {
	value: 'service',
	name: 'Service',
	operations: [plan, get, validate],
};
