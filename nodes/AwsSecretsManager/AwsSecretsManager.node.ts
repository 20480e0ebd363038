import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { awsCredentialTest } from '../shared/aws/credentialTest';
import { propertiesOf } from '../shared/operation/operation';
import { runOperations } from '../shared/operation/runOperations';
import { resources } from './actions';
import { searchSecrets } from './fields/listSearch';

export class AwsSecretsManager implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AWS Secrets Manager',
		name: 'awsSecretsManager',
		icon: { light: 'file:awsSecretsManager.svg', dark: 'file:awsSecretsManager.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'See, change and roll back secrets in AWS Secrets Manager by their keys and versions, without showing a value',
		defaults: { name: 'AWS Secrets Manager' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'slipwayAwsApi', required: true, testedBy: 'awsCredentialTest' }],
		properties: [...propertiesOf(resources)],
	};

	methods = { credentialTest: { awsCredentialTest }, listSearch: { searchSecrets } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, resources);
	}
}
