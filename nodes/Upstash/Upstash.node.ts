import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { propertiesOf } from '../shared/operation';
import { runOperations } from '../shared/runOperations';
import { resources } from './actions';
import { errorHints } from './errorHints';

export class Upstash implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Upstash',
		name: 'upstash',
		icon: { light: 'file:upstash.svg', dark: 'file:upstash.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Hold locks, claim work once, and use Redis over HTTP',
		defaults: { name: 'Upstash' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'slipwayUpstashRedisApi', required: true }],
		properties: [...propertiesOf(resources)],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, resources, errorHints);
	}
}
