import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { awsCredentialTest } from '../shared/aws/credentialTest';
import { propertiesOf } from '../shared/operation/operation';
import { runOperations } from '../shared/operation/runOperations';
import { resources } from './actions';
import {
	searchClusters,
	searchServiceDeployments,
	searchServices,
	searchTaskDefinitionFamilies,
	searchTaskDefinitions,
	searchTasks,
} from './fields/listSearch/index';

export class AwsEcs implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AWS ECS',
		name: 'awsEcs',
		icon: { light: 'file:awsEcs.svg', dark: 'file:awsEcs.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Deploy ECS services, verify which image every task runs, and roll back to the last good version',
		defaults: { name: 'AWS ECS' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'slipwayAwsApi', required: true, testedBy: 'awsCredentialTest' }],
		properties: [...propertiesOf(resources)],
	};

	methods = {
		credentialTest: { awsCredentialTest },
		listSearch: {
			searchClusters,
			searchServices,
			searchServiceDeployments,
			searchTaskDefinitionFamilies,
			searchTaskDefinitions,
			searchTasks,
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, resources);
	}
}
