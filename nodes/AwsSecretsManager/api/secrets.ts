import {
	CreateSecretCommand,
	type CreateSecretRequest,
	DeleteSecretCommand,
	DescribeSecretCommand,
	type DescribeSecretResponse,
	type Filter,
	ListSecretsCommand,
	type ListSecretsRequest,
	RestoreSecretCommand,
	type SecretListEntry,
} from '@aws-sdk/client-secrets-manager';

import { listByToken } from '../../shared/aws/paginate';
import type { SecretsManager } from './types';

/** What a secret is, without its value. */
export async function describeSecret(secrets: SecretsManager, secretId: string): Promise<DescribeSecretResponse> {
	return await secrets.call(
		'DescribeSecret',
		async (client) => await client.send(new DescribeSecretCommand({ SecretId: secretId })),
	);
}

/** Secrets of the region, up to `limit`. */
export async function listSecrets(
	secrets: SecretsManager,
	limit: number,
	{ filters, includeDeleted }: { readonly filters: Filter[]; readonly includeDeleted: boolean },
): Promise<SecretListEntry[]> {
	return await listByToken('secrets', limit, async (nextToken) => {
		const page = await secretPage(secrets, {
			MaxResults: Math.min(100, limit),
			...(filters.length > 0 && { Filters: filters }),
			...(includeDeleted && { IncludePlannedDeletion: true }),
			...(nextToken !== undefined && { NextToken: nextToken }),
		});
		return { elements: page.SecretList, nextToken: page.NextToken };
	});
}

/** One page of the region's secrets. */
export async function secretPage(secrets: SecretsManager, request: ListSecretsRequest) {
	return await secrets.call('ListSecrets', async (client) => await client.send(new ListSecretsCommand(request)));
}

/** With its token it may be repeated: AWS then makes one secret with one version. */
export async function createSecret(
	secrets: SecretsManager,
	request: CreateSecretRequest & { readonly ClientRequestToken: string },
) {
	return await secrets.call('CreateSecret', async (client) => await client.send(new CreateSecretCommand(request)), {
		safeToRepeat: true,
	});
}

export async function deleteSecret(secrets: SecretsManager, secretId: string | undefined, recoveryWindowDays: number) {
	return await secrets.call(
		'DeleteSecret',
		async (client) =>
			await client.send(new DeleteSecretCommand({ SecretId: secretId, RecoveryWindowInDays: recoveryWindowDays })),
		{ safeToRepeat: true },
	);
}

export async function restoreSecret(secrets: SecretsManager, secretId: string | undefined): Promise<void> {
	await secrets.call(
		'RestoreSecret',
		async (client) => await client.send(new RestoreSecretCommand({ SecretId: secretId })),
		{ safeToRepeat: true },
	);
}
