import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

import type { AwsDriver } from './awsDriver';

export const BUCKET = 'candlefish-assets';
export const LOCKED = 'candlefish-backups';

/** The vendor's own client for a sandbox's S3. */
export function s3Client(driver: AwsDriver, overrides: Partial<S3ClientConfig> = {}): S3Client {
	return new S3Client({ ...driver.settings(), forcePathStyle: true, ...overrides });
}
