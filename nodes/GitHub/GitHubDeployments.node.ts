import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { propertiesOf } from '../shared/operation/operation';
import { runOperations } from '../shared/operation/runOperations';
import { credentialOptions, resources } from './actions';
import { errorHints } from './api/errorHints';
import { searchBranches, searchHooks, searchRepositories, searchWorkflows } from './fields/listSearch';

export class GitHubDeployments implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'GitHub Deployments',
		name: 'gitHubDeployments',
		icon: { light: 'file:github.svg', dark: 'file:github.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			"Deployments and their status, freshness of commits, sticky comments, workflow runs, webhook deliveries, pull requests and their previews, and the ledger's deployments and releases",
		defaults: { name: 'GitHub Deployments' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'slipwayGitHubApi',
				required: true,
				displayOptions: credentialOptions,
			},
		],
		properties: [...propertiesOf(resources)],
	};

	methods = { listSearch: { searchBranches, searchHooks, searchRepositories, searchWorkflows } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, resources, errorHints);
	}
}
