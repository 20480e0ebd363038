import type { DescribeSecretResponse } from '@aws-sdk/client-secrets-manager';

/** The version that carries a stage; undefined when none does. */
export function versionWith(secret: DescribeSecretResponse, stage: string): string | undefined {
	return Object.entries(secret.VersionIdsToStages ?? {}).find(([, stages]) => stages.includes(stage))?.[0];
}
