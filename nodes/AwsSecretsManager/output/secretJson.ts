import type { DescribeSecretResponse, SecretListEntry } from '@aws-sdk/client-secrets-manager';
import type { IDataObject } from 'n8n-workflow';

/** What a secret is, without what it holds, as an item's JSON. */
export function secretJson(secret: DescribeSecretResponse | SecretListEntry, raw: boolean): IDataObject {
	if (raw) {
		return JSON.parse(JSON.stringify({ ...secret, $metadata: undefined })) as IDataObject;
	}
	const versions: Record<string, string[]> =
		'SecretVersionsToStages' in secret
			? (secret.SecretVersionsToStages ?? {})
			: 'VersionIdsToStages' in secret
				? (secret.VersionIdsToStages ?? {})
				: {};
	const stages = Object.fromEntries(
		Object.entries(versions).flatMap(([versionId, names]) => names.map((name) => [name, versionId])),
	);
	return {
		name: secret.Name ?? null,
		arn: secret.ARN ?? null,
		description: secret.Description ?? '',
		/** Stage to version. */
		stages,
		tags: Object.fromEntries((secret.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
		kmsKeyId: secret.KmsKeyId ?? null,
		rotates: secret.RotationEnabled === true,
		createdAt: secret.CreatedDate?.toISOString() ?? null,
		changedAt: secret.LastChangedDate?.toISOString() ?? null,
		accessedAt: secret.LastAccessedDate?.toISOString() ?? null,
		deletedAt: secret.DeletedDate?.toISOString() ?? null,
	};
}
