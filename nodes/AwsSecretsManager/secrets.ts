import {
	DescribeSecretCommand,
	type DescribeSecretResponse,
	GetSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';
import type { IDataObject } from 'n8n-workflow';

import { AwsRequestError } from '../shared/aws/awsRequestError';
import { attempt } from '../shared/waiting/attempt';
import type { Digest } from './digest';
import { readValue, type SecretValue } from '../shared/aws/secretValue';
import type { SecretsManager } from './transport';

/** Which version is meant; both empty for the current one. */
export interface VersionSelector {
	readonly versionId?: string;
	readonly versionStage?: string;
}

export interface SecretReading {
	readonly arn: string;
	readonly name: string;
	readonly versionId: string;
	readonly stages: readonly string[];
	/** ISO 8601. */
	readonly createdAt: string | null;
	readonly value: SecretValue;
}

export async function readSecret(
	secrets: SecretsManager,
	secretId: string,
	selector: VersionSelector = {},
): Promise<SecretReading> {
	const answer = await secrets.call('GetSecretValue', async (client) =>
		await client.send(
			new GetSecretValueCommand({
				SecretId: secretId,
				...(selector.versionId && { VersionId: selector.versionId }),
				...(selector.versionStage && { VersionStage: selector.versionStage }),
			}),
		),
	);
	return {
		arn: answer.ARN ?? '',
		name: answer.Name ?? secretId,
		versionId: answer.VersionId ?? '',
		stages: answer.VersionStages ?? [],
		createdAt: answer.CreatedDate?.toISOString() ?? null,
		value: readValue(answer),
	};
}

/** The current version; one without an ID and keys where the secret has no value yet, as one that Terraform made. */
export async function readCurrent(secrets: SecretsManager, secretId: string): Promise<SecretReading> {
	const read = await attempt(readSecret(secrets, secretId));
	if (read.ok) return read.value;
	const { error } = read;
	if (!(error instanceof AwsRequestError && error.code === 'ResourceNotFoundException')) throw error;
	const secret = await describeSecret(secrets, secretId);
	if (versionWith(secret, 'AWSCURRENT') !== undefined) throw error;
	return {
		arn: secret.ARN ?? '',
		name: secret.Name ?? secretId,
		versionId: '',
		stages: [],
		createdAt: null,
		value: { kind: 'keys', members: new Map(), text: '' },
	};
}

/** What may be seen of a version: keys and digests, never a value. */
export function maskedJson(reading: SecretReading, digest: Digest): IDataObject {
	const { arn, name, versionId, stages, createdAt, value } = reading;
	return {
		name,
		arn,
		versionId,
		stages: [...stages],
		createdAt,
		kind: value.kind,
		...(value.kind === 'keys'
			? {
					keys: [...value.members.keys()],
					digests: Object.fromEntries(
						[...value.members].map(([key, { text }]) => [key, digest(arn, key, text)]),
					),
				}
			: { digest: digest(arn, '', value.kind === 'text' ? value.text : value.bytes) }),
	};
}

export async function describeSecret(
	secrets: SecretsManager,
	secretId: string,
): Promise<DescribeSecretResponse> {
	return await secrets.call('DescribeSecret', async (client) =>
		await client.send(new DescribeSecretCommand({ SecretId: secretId })),
	);
}

/** The version that carries a stage; undefined when none does. */
export function versionWith(secret: DescribeSecretResponse, stage: string): string | undefined {
	return Object.entries(secret.VersionIdsToStages ?? {}).find(([, stages]) => stages.includes(stage))?.[0];
}
