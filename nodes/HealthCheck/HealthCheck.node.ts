import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { runForEachItem } from '../shared/operation/runOperations';
import { check } from './check';
import { properties } from './properties';

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
		properties: [...properties],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runForEachItem(this, check);
	}
}
