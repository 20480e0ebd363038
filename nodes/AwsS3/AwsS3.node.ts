import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { awsCredentialTest } from '../shared/aws/credentialTest';
import { propertiesOf } from '../shared/operation/operation';
import { runOperations } from '../shared/operation/runOperations';
import { resources } from './actions';
import { searchBuckets, searchObjects } from './fields/listSearch';

export class AwsS3 implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AWS S3 Objects',
		name: 'awsS3',
		icon: { light: 'file:awsS3.svg', dark: 'file:awsS3.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Keep objects in AWS S3 with checksums that are compared, versions and retention',
		defaults: { name: 'AWS S3 Objects' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'slipwayAwsApi', required: true, testedBy: 'awsCredentialTest' }],
		properties: [...propertiesOf(resources)],
	};

	methods = { credentialTest: { awsCredentialTest }, listSearch: { searchBuckets, searchObjects } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, resources);
	}
}
