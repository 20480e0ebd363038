import type { Operation } from '../../../shared/operation/operation';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { allowDefaultBranchProperty } from '../../branchGuard';
import { endpointProperty, projectProperty } from '../../locators';
import { changeState } from './changeState';

export const suspend: Operation = {
	value: 'suspend',
	name: 'Suspend',
	action: 'Suspend a compute',
	description: 'Suspend a compute, ending its connections, and wait until it rests; the next connection starts it',
	properties: [
		projectProperty,
		endpointProperty,
		allowDefaultBranchProperty,
		timeoutProperty(120),
		dryRunProperty,
		simplifyProperty,
	],
	execute: async (context) => await changeState(context, 'suspend'),
};
