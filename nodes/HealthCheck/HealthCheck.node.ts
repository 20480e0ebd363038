import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { checkHealth } from '../shared/health/checkHealth';
import { healthProperties } from '../shared/health/healthProperties';
import { resultFieldProperty } from '../shared/operation/resultField';
import { runForEachItem } from '../shared/operation/runOperations';

export class HealthCheck implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Health Check',
		name: 'healthCheck',
		icon: { light: 'file:healthCheck.svg', dark: 'file:healthCheck.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["consecutiveSuccesses"] + " in a row" }}',
		description: 'Ask a service until it is healthy and serves the right version, or the time is up',
		defaults: { name: 'Health Check' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [...healthProperties, resultFieldProperty],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runForEachItem(this, checkHealth);
	}
}
