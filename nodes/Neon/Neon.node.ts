import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { propertiesOf } from '../shared/operation/operation';
import { runOperations } from '../shared/operation/runOperations';
import { resources } from './actions';
import { errorHints } from './api/errorHints';
import * as listSearch from './fields/listSearch';

export class Neon implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Neon',
		name: 'neon',
		icon: { light: 'file:neon.svg', dark: 'file:neon.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Make, restore and delete Neon branches, and read their connection URIs',
		defaults: { name: 'Neon' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'slipwayNeonApi', required: true }],
		properties: [...propertiesOf(resources)],
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, resources, errorHints);
	}
}
