import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { propertiesOf } from '../shared/operation/operation';
import { runOperations } from '../shared/operation/runOperations';
import { resources } from './actions';
import { errorHints } from './api/errorHints';

export class SlipwayBundle implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Slipway Bundle',
		name: 'slipwayBundle',
		icon: { light: 'file:slipwayBundle.svg', dark: 'file:slipwayBundle.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] }}',
		description: "Install, upgrade, compare and remove Slipway's workflows in this n8n",
		defaults: { name: 'Slipway Bundle' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'slipwayN8nApi', required: true }],
		properties: [...propertiesOf(resources)],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, resources, errorHints);
	}
}
