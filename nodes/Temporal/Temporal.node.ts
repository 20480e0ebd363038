import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { propertiesOf } from '../shared/operation/operation';
import { runOperations } from '../shared/operation/runOperations';
import { resources } from './actions';
import { cloudErrorHints, serverErrorHints } from './api/errorHints';
import * as listSearch from './fields/listSearch';

/** Resources of Temporal Cloud's Ops API; the others are a server's. */
const cloudResources = ['namespace', 'apiKey', 'operation', 'usage'];

export class Temporal implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Temporal',
		name: 'temporal',
		icon: { light: 'file:temporal.svg', dark: 'file:temporal.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Deploy and roll back versions of Temporal workers, start and follow workflows',
		defaults: { name: 'Temporal' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'slipwayTemporalApi',
				required: true,
				displayOptions: { hide: { resource: cloudResources } },
			},
			{
				name: 'slipwayTemporalCloudApi',
				required: true,
				displayOptions: { show: { resource: cloudResources } },
			},
		],
		properties: [...propertiesOf(resources)],
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const isCloud = cloudResources.includes(String(this.getNodeParameter('resource', 0)));
		return await runOperations(this, resources, isCloud ? cloudErrorHints : serverErrorHints);
	}
}
