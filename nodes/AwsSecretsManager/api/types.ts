import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

import type { AwsService } from '../../shared/aws/awsService';
import type { SecretValue } from '../../shared/aws/secretValue';

export type SecretsManager = AwsService<SecretsManagerClient>;

/** Which version is meant; both empty for the current one. */
export interface VersionSelector {
	readonly versionId?: string;
	readonly versionStage?: string;
}

/** One version of a secret, with its value. */
export interface SecretVersion {
	readonly arn: string;
	readonly name: string;
	readonly versionId: string;
	readonly stages: readonly string[];
	/** ISO 8601. */
	readonly createdAt: string | null;
	readonly value: SecretValue;
}
