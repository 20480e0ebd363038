import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { propertiesOf } from '../shared/operation/operation';
import { runOperations } from '../shared/operation/runOperations';
import { audit, board, cost, resources, service } from './actions';
import { runOverAllRows } from './actions/runOverAllRows';

export class ServiceCatalog implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Service Catalog',
		name: 'serviceCatalog',
		icon: { light: 'file:serviceCatalog.svg', dark: 'file:serviceCatalog.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] }}',
		description:
			'Plan which services an event deploys, make the board of what is live, report costs and audit security',
		defaults: { name: 'Service Catalog' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [...propertiesOf(resources)],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		// The catalog is read as a whole: only there are the items its rows, and nothing else.
		const isCatalog = this.getNodeParameter('resource', 0, service.value) === service.value;
		return isCatalog ? runOverAllRows(this, [service]) : await runOperations(this, [board, cost, audit]);
	}
}
