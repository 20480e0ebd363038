import type { JointOperation, Operation, Resource } from '../../../shared/operation/operation';
import { begin } from './begin.operation';
import { checkHealth } from './checkHealth.operation';
import { conclude } from './conclude.operation';
import { confirm } from './confirm.operation';
import { doOnPlatform } from './doOnPlatform.operation';
import { rollbackForm } from './rollbackForm.operation';
import { rollbackOptions } from './rollbackOptions.operation';

export const serviceDeployment: Resource<Operation | JointOperation> = {
	value: 'serviceDeployment',
	name: 'Service Deployment',
	description:
		"One change of one service of the catalog, as the ledger has it, on whatever platform; not GitHub's own deployments",
	operations: [begin, checkHealth, conclude, confirm, rollbackForm, rollbackOptions, doOnPlatform],
};
