import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { propertiesOf } from '../shared/operation/operation';
import { runOperations } from '../shared/operation/runOperations';
import { resources } from './actions';
import { errorHints } from './api/errorHints';
import { searchBuildHooks, searchDeploys, searchSites } from './fields/listSearch';

export class NetlifyDeployments implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Netlify Deployments',
		name: 'netlifyDeployments',
		icon: { light: 'file:netlify.svg', dark: 'file:netlify.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Deploy Netlify sites, verify what went live and roll back to the last good deploy',
		defaults: { name: 'Netlify Deployments' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'slipwayNetlifyApi', required: true }],
		properties: [...propertiesOf(resources)],
	};

	methods = { listSearch: { searchSites, searchDeploys, searchBuildHooks } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, resources, errorHints);
	}
}
