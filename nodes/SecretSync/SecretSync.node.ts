import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { awsCredentialTest } from '../shared/aws/credentialTest';
import { propertiesOf } from '../shared/operation/operation';
import { runOperations } from '../shared/operation/runOperations';
import { resources } from './actions';
import { listSearch } from './fields/pickers';

export class SecretSync implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Secret Sync',
		name: 'secretSync',
		icon: { light: 'file:secretSync.svg', dark: 'file:secretSync.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["source"] + " > " + $parameter["target"] }}',
		description: 'Bring secrets from one platform to another without a value in any item, error or log',
		defaults: { name: 'Secret Sync' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'slipwayAwsApi',
				required: true,
				testedBy: 'awsCredentialTest',
				displayOptions: { show: { source: ['awsSecretsManager', 'preview'] } },
			},
			{
				name: 'slipwayNeonApi',
				required: true,
				displayOptions: { show: { source: ['neon', 'preview'] } },
			},
			{
				name: 'slipwayUpstashRedisApi',
				required: true,
				displayOptions: { show: { source: ['upstashCredential'] } },
			},
			{
				name: 'slipwayUpstashManagementApi',
				required: true,
				displayOptions: { show: { source: ['upstashDatabase'] } },
			},
			{
				name: 'slipwayFlyApi',
				required: true,
				displayOptions: { show: { target: ['fly'] } },
			},
			{
				name: 'slipwayGitHubApi',
				required: true,
				displayOptions: { show: { target: ['gitHub'] } },
			},
			{
				name: 'slipwayNetlifyApi',
				required: true,
				displayOptions: { show: { target: ['netlify'] } },
			},
		],
		properties: [...propertiesOf(resources)],
	};

	methods = {
		credentialTest: { awsCredentialTest },
		listSearch,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, resources);
	}
}
