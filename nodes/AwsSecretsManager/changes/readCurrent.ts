import { AwsRequestError } from '../../shared/aws/awsRequestError';
import { attempt } from '../../shared/waiting/attempt';
import { describeSecret } from '../api/secrets';
import type { SecretsManager, SecretVersion } from '../api/types';
import { readVersion } from '../api/versions';
import { versionWith } from '../state/versionWith';

/** The current version; one without keys where the secret has no value yet, as one that Terraform made. */
export async function readCurrent(secrets: SecretsManager, secretId: string): Promise<SecretVersion> {
	const read = await attempt(readVersion(secrets, secretId));
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
