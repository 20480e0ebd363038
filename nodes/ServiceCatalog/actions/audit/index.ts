import type { JointOperation, Operation, Resource } from '../../../shared/operation/operation';
import { conclude } from './conclude.operation';
import { inspectAddress } from './inspectAddress.operation';
import { plan } from './plan.operation';

export const audit: Resource<Operation | JointOperation> = {
	value: 'audit',
	name: 'Audit',
	description: 'What is checked of security once a week, with evidence',
	operations: [plan, inspectAddress, conclude],
};
