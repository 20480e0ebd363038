import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { propertiesOf } from '../shared/operation/operation';
import { runOperations } from '../shared/operation/runOperations';
import { resources } from './actions';
import { errorHints } from './api/errorHints';
import { searchApps, searchImages, searchMachines, searchReleases } from './fields/listSearch';

export class Fly implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Fly.io',
		name: 'fly',
		icon: { light: 'file:fly.svg', dark: 'file:fly.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Deploy images to Fly.io machines, verify what every machine runs, and roll back image and configuration',
		defaults: { name: 'Fly.io' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'slipwayFlyApi', required: true }],
		properties: [...propertiesOf(resources)],
	};

	methods = { listSearch: { searchApps, searchMachines, searchReleases, searchImages } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, resources, errorHints);
	}
}
