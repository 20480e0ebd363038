import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { INodeProperties } from 'n8n-workflow';

import { secretsManagerOf } from '../../../AwsSecretsManager/transport';
import { requireReference } from '../../../shared/aws/secretReference';
import { readValue, requireKeys } from '../../../shared/aws/secretValue';
import { OperationFailure } from '../../../shared/operation/errors';
import { enteredAs, locatorProperty, optionalLocatorValue } from '../../../shared/fields/locators';
import type { OperationContext } from '../../../shared/operation/operation';
import { locatorValue } from '../../../shared/fields/parameters';
import type { SourceReading } from './source';

const show = { source: ['awsSecretsManager'] };

export const awsSecretProperties: INodeProperties[] = [
	{
		...locatorProperty({
			displayName: 'Secret',
			name: 'secret',
			description: 'A secret of AWS Secrets Manager that holds a JSON object',
			search: 'searchSecrets',
			enter: [
				enteredAs('name', 'By Name', 'candlefish/production/paintbox'),
				enteredAs(
					'arn',
					'By ARN',
					'arn:aws:secretsmanager:us-east-1:123456789012:secret:candlefish/production/paintbox-AbCdEf',
				),
			],
		}),
		displayOptions: { show },
	},
	{
		...locatorProperty({
			displayName: 'Version ID',
			name: 'versionId',
			description: 'The version to sync; leave it empty for the current one',
			search: 'searchSecretVersions',
			enter: [enteredAs('id', 'By ID', '={{ $json.versions.source }}')],
		}),
		required: false,
		displayOptions: { show },
	},
];

/** Reads a secret's keys. @throws OperationFailure when it holds no JSON object; never with its value. */
export async function readAwsSecret(context: OperationContext): Promise<SourceReading> {
	const secretId = locatorValue(context, 'secret', 'Secret');
	const versionId = optionalLocatorValue(context, 'versionId');
	const secrets = await secretsManagerOf(context);
	const answer = await secrets.call('GetSecretValue', async (client) =>
		await client.send(
			new GetSecretValueCommand({ SecretId: secretId, ...(versionId !== '' && { VersionId: versionId }) }),
		),
	);
	const { ARN: arn, VersionId: version } = answer;
	const name = answer.Name ?? secretId;
	if (arn === undefined || version === undefined) {
		throw new OperationFailure(
			`AWS Secrets Manager did not tell the ARN and version of secret ${name}`,
			'Run this again; if it stays, look at the endpoint in the AWS credential',
		);
	}
	return {
		name: `secret ${name}`,
		identity: `awsSecretsManager ${arn}`,
		// Null is no value, and the text "null" not what anybody wants in production: its text is empty.
		values: new Map([...requireKeys(name, readValue(answer))].map(([key, { text }]) => [key, text])),
		summary: { platform: 'awsSecretsManager', name, arn, version },
		reference: (key) => requireReference(arn, key, version),
	};
}
