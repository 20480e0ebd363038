import {
	GetSecretValueCommand,
	ListSecretVersionIdsCommand,
	PutSecretValueCommand,
	type SecretVersionsListEntry,
	UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';

import { listByToken } from '../../shared/aws/paginate';
import { readValue } from '../../shared/aws/secretValue';
import type { SecretsManager, SecretVersion, VersionSelector } from './types';

/** Reads one version of a secret, with its value. */
export async function readVersion(
	secrets: SecretsManager,
	secretId: string,
	{ versionId, versionStage }: VersionSelector = {},
): Promise<SecretVersion> {
	const answer = await secrets.call(
		'GetSecretValue',
		async (client) =>
			await client.send(
				new GetSecretValueCommand({
					SecretId: secretId,
					...(versionId && { VersionId: versionId }),
					...(versionStage && { VersionStage: versionStage }),
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

/** All versions of a secret, without their values. */
export async function listVersions(
	secrets: SecretsManager,
	secretId: string,
	includeDeprecated: boolean,
): Promise<SecretVersionsListEntry[]> {
	return await listByToken('versions', Infinity, async (nextToken) => {
		const page = await secrets.call(
			'ListSecretVersionIds',
			async (client) =>
				await client.send(
					new ListSecretVersionIdsCommand({
						SecretId: secretId,
						MaxResults: 100,
						...(includeDeprecated && { IncludeDeprecated: true }),
						...(nextToken !== undefined && { NextToken: nextToken }),
					}),
				),
		);
		return { elements: page.Versions, nextToken: page.NextToken };
	});
}

/** With its token it may be repeated: AWS then makes one version. */
export async function putVersion(secrets: SecretsManager, secretId: string, text: string, token: string) {
	return await secrets.call(
		'PutSecretValue',
		async (client) =>
			await client.send(
				new PutSecretValueCommand({ SecretId: secretId, SecretString: text, ClientRequestToken: token }),
			),
		{ safeToRepeat: true },
	);
}

/** Moves AWSCURRENT between two versions. AWS refuses when another version is current by now, as it is once this was carried out. */
export async function moveCurrentStage(
	secrets: SecretsManager,
	secretId: string | undefined,
	{ from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
	await secrets.call(
		'UpdateSecretVersionStage',
		async (client) =>
			await client.send(
				new UpdateSecretVersionStageCommand({
					SecretId: secretId,
					VersionStage: 'AWSCURRENT',
					RemoveFromVersionId: from,
					MoveToVersionId: to,
				}),
			),
		{ safeToRepeat: true },
	);
}
