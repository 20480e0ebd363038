import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';

import type { SecretsManager } from '../../../AwsSecretsManager/api/types';
import { requireReference } from '../../../shared/aws/secretReference';
import { readValue, requireKeys } from '../../../shared/aws/secretValue';
import { OperationFailure } from '../../../shared/operation/errors';
import type { SourceReading } from './source';

/**
 * Reads a secret's keys.
 * @param versionId empty for the current version.
 * @throws OperationFailure when it holds no JSON object; never with its value.
 */
export async function readAwsSecret(
	secrets: SecretsManager,
	secretId: string,
	versionId: string,
): Promise<SourceReading> {
	const answer = await secrets.call(
		'GetSecretValue',
		async (client) =>
			await client.send(
				new GetSecretValueCommand({ SecretId: secretId, ...(versionId !== '' && { VersionId: versionId }) }),
			),
	);
	const { ARN: arn, VersionId: version } = answer;
	const name = answer.Name ?? secretId;
	if (arn === undefined || version === undefined) {
		throw new OperationFailure(
			`AWS Secrets Manager did not report the ARN and version of secret ${name}`,
			'Run this again. If it persists, check the endpoint in the AWS credential',
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
