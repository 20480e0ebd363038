import type { PutObjectCommandInput } from '@aws-sdk/client-s3';

import type { Content } from './content';

export type ObjectSettings = Omit<PutObjectCommandInput, 'Bucket' | 'Key' | 'Body'>;

export interface PutRequest {
	readonly bucket: string;
	readonly key: string;
	readonly content: Content;
	readonly settings: ObjectSettings;
	/** Only where no object is there. */
	readonly onlyIfAbsent: boolean;
	/** What is larger goes in parts of this size, or larger ones where there would be too many. */
	readonly partSizeBytes: number;
	/** Set when a person stops the execution: no further part is sent then. */
	readonly cancelSignal?: AbortSignal | undefined;
}
