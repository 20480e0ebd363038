import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { propertiesOf } from '../shared/operation/operation';
import { resources } from './actions';
import { runOverAllRows } from './actions/runOverAllRows';

export class ServiceCatalog implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Service Catalog',
		name: 'serviceCatalog',
		icon: { light: 'file:serviceCatalog.svg', dark: 'file:serviceCatalog.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] }}',
		description: 'Plan which services an event deploys; its input items are the rows of the catalog',
		defaults: { name: 'Service Catalog' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [...propertiesOf(resources)],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return runOverAllRows(this, resources);
	}
}
