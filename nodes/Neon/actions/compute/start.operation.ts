import type { Operation } from '../../../shared/operation/operation';
import { dryRunProperty, simplifyProperty, timeoutProperty } from '../../../shared/fields/sharedProperties';
import { endpointProperty, projectProperty } from '../../locators';
import { checkAnswersProperty } from '../../readiness';
import { changeState } from './changeState';

export const start: Operation = {
	value: 'start',
	name: 'Start',
	action: 'Start a compute',
	description: 'Start a compute and wait until it runs and its branch answers',
	properties: [
		projectProperty,
		endpointProperty,
		checkAnswersProperty,
		timeoutProperty(120),
		dryRunProperty,
		simplifyProperty,
	],
	execute: async (context) => await changeState(context, 'start'),
};
