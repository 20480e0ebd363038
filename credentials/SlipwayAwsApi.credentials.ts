import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/** Tested by the AWS nodes themselves (`awsCredentialTest`): only they can sign, and assume the role. */
export class SlipwayAwsApi implements ICredentialType {
	name = 'slipwayAwsApi';

	displayName = 'Slipway AWS API';

	icon: Icon = {
		light: 'file:../nodes/AwsEcs/awsEcs.svg',
		dark: 'file:../nodes/AwsEcs/awsEcs.dark.svg',
	};

	documentationUrl = 'https://github.com/candlefish-ai/n8n-nodes-slipway#credentials';

	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Region',
			name: 'region',
			type: 'string',
			default: 'us-east-1',
			required: true,
			description: 'Code of the region in which the services, secrets and buckets are',
		},
		{
			displayName: 'Access Key ID',
			name: 'accessKeyId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'AKIAIOSFODNN7EXAMPLE',
		},
		{
			displayName: 'Secret Access Key',
			name: 'secretAccessKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Only for temporary keys, which begin with ASIA. They run out after some hours.',
		},
		{
			displayName: 'Role to Assume',
			name: 'assumeRoleArn',
			type: 'string',
			default: '',
			placeholder: 'arn:aws:iam::123456789012:role/deployer',
			description: 'ARN of a role to act as, in this account or another; leave it empty to act as the key itself',
		},
		{
			displayName: 'External ID',
			name: 'externalId',
			type: 'string',
			default: '',
			description: "What the role's trust policy asks for, if it asks for one",
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'http://127.0.0.1:4566',
			description:
				"In place of AWS's own addresses, for a sandbox or an emulator: ECS, Secrets Manager, S3, CloudWatch Logs and STS alike. Leave it empty for AWS, through VPC endpoints too.",
		},
		// Else any HTTP Request node could send it to any host (docs/decisions/0011-own-nodes-only.md).
		{
			displayName: 'Allowed HTTP Request Domains',
			name: 'allowedHttpRequestDomains',
			type: 'hidden',
			default: 'none',
		},
	];
}
