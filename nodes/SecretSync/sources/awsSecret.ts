import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { INodeProperties } from 'n8n-workflow';

import { secretsManagerOf } from '../../AwsSecretsManager/transport';
import { isRecord } from '../../deployment/jsonFields';
import { OperationFailure } from '../../shared/errors';
import { enteredAs, locatorProperty, optionalLocatorValue } from '../../shared/locators';
import type { OperationContext } from '../../shared/operation';
import { locatorValue } from '../../shared/parameters';
import { parseJson } from '../../shared/parseJson';
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
		values: valuesIn(name, answer.SecretString),
		summary: { platform: 'awsSecretsManager', name, arn, version },
		reference: (key) => referenceTo(arn, key, version),
	};
}

function valuesIn(name: string, text: string | undefined): Map<string, string> {
	// What cannot be parsed is not repeated, nor is the parser's own reason, which may.
	const parsed = text === undefined ? { ok: false as const } : parseJson(text);
	if (!parsed.ok || !isRecord(parsed.value)) {
		const kind = text === undefined ? 'binary' : parsed.ok ? kindOf(parsed.value) : 'plain text';
		throw new OperationFailure(
			`Secret ${name} is ${kind}, not a JSON object with keys`,
			'Put a value such as {"DATABASE_URL": "..."} into it, or choose another secret',
		);
	}
	return new Map(
		Object.entries(parsed.value).map(([key, value]): [string, string] => [
			key,
			// Null is no value, and the text "null" not what anybody wants in production.
			value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value),
		]),
	);
}

function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'a JSON list';
	return value === null ? 'JSON null' : `a JSON ${typeof value === 'string' ? 'text' : typeof value}`;
}

/**
 * One key of one version, for `secrets[].valueFrom` of a container
 * (docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html).
 */
function referenceTo(arn: string, key: string, version: string): string {
	if (!key.includes(':')) return `${arn}:${key}::${version}`;
	throw new OperationFailure(
		`Key "${key}" has a colon, and ECS separates a reference's parts by it`,
		'Give the key another name in the secret, or exclude it',
	);
}
