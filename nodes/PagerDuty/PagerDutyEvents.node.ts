import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { propertiesOf } from '../shared/operation/operation';
import { runOperations } from '../shared/operation/runOperations';
import { resources } from './actions';
import { errorHints } from './api/errorHints';

export class PagerDutyEvents implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'PagerDuty Events',
		name: 'pagerDutyEvents',
		icon: { light: 'file:pagerduty.svg', dark: 'file:pagerduty.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Open, acknowledge and resolve alerts by key, and record changes',
		defaults: { name: 'PagerDuty Events' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'slipwayPagerDutyApi', required: true }],
		properties: [...propertiesOf(resources)],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, resources, errorHints);
	}
}
