import type { HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';

import type { AwsService } from '../../shared/aws/awsService';

export type S3 = AwsService<S3Client>;

/** One object, or one version of it. */
export interface ObjectAddress {
	readonly bucket: string;
	readonly key: string;
	/** Undefined for the current version. */
	readonly versionId?: string | undefined;
}

/** What S3 says of an object without its bytes. */
export type ObjectHead = HeadObjectCommandOutput;

/** `key of bucket`, as messages call it. */
export function objectName({ bucket, key, versionId }: ObjectAddress): string {
	return `${bucket}/${key}${versionId === undefined ? '' : ` (version ${versionId})`}`;
}
