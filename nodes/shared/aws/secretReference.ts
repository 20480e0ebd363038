import { ConfigurationError } from '../operation/errors';

/**
 * One key of one version of a secret, for `secrets[].valueFrom` of a container; null for a key that no
 * reference can name: ECS separates its parts by colons, and takes an empty key for the whole secret
 * (docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html).
 */
export function secretReference(secretArn: string, key: string, versionId: string): string | null {
	return key === '' || key.includes(':') ? null : `${secretArn}:${key}::${versionId}`;
}

/** As `secretReference`. @throws ConfigurationError for a key that no reference can name. */
export function requireReference(secretArn: string, key: string, versionId: string): string {
	const reference = secretReference(secretArn, key, versionId);
	if (reference !== null) return reference;
	throw new ConfigurationError(
		key === ''
			? 'A key of the secret has no name, and ECS takes that for the whole secret'
			: `Key "${key}" has a colon, and ECS separates a reference's parts by it`,
		'Give the key another name in the secret, or exclude it',
	);
}
