import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { propertiesOf } from '../shared/operation/operation';
import { runOperations } from '../shared/operation/runOperations';
import { resources } from './actions';
import { errorHints } from './api/errorHints';
import { searchLaunches, searchSubgraphs, searchVariants } from './fields/listSearch';

export class Apollo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Apollo GraphOS',
		name: 'apollo',
		icon: { light: 'file:apollo.svg', dark: 'file:apollo.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Check, publish and roll back subgraph schemas in Apollo GraphOS, and verify what routers are served',
		defaults: { name: 'Apollo GraphOS' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'slipwayApolloApi', required: true }],
		properties: [...propertiesOf(resources)],
	};

	methods = { listSearch: { searchVariants, searchSubgraphs, searchLaunches } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, resources, errorHints);
	}
}
