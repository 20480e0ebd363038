import {
	type _Object,
	type Bucket,
	ListBucketsCommand,
	ListObjectsV2Command,
	type ListObjectsV2CommandInput,
} from '@aws-sdk/client-s3';

import { callS3 } from './call';
import type { S3 } from './types';

/** A page of a bucket's objects. */
export interface ObjectPage {
	readonly objects: _Object[];
	/** What keys share up to the delimiter. */
	readonly folders: string[];
	readonly nextToken: string | undefined;
}

/** One page, with keys as they are: XML cannot hold each character of a key, so they come encoded. */
export async function objectPage(
	s3: S3,
	input: Omit<ListObjectsV2CommandInput, 'EncodingType'> & { readonly Bucket: string },
): Promise<ObjectPage> {
	const page = await callS3(
		s3,
		'ListObjectsV2',
		{ bucket: input.Bucket, key: '' },
		async (client) => await client.send(new ListObjectsV2Command({ ...input, EncodingType: 'url' })),
	);
	return {
		objects: (page.Contents ?? []).map((object) => ({ ...object, Key: decodeKey(object.Key ?? '') })),
		folders: (page.CommonPrefixes ?? []).map(({ Prefix }) => decodeKey(Prefix ?? '')),
		nextToken: page.IsTruncated === true ? page.NextContinuationToken : undefined,
	};
}

const decodeKey = (key: string): string => decodeURIComponent(key.replaceAll('+', ' '));

/** A page of the account's buckets, of all regions, whose names begin with `prefix`. */
export async function bucketPage(
	s3: S3,
	prefix: string,
	token: string | undefined,
): Promise<{ readonly buckets: Bucket[]; readonly nextToken: string | undefined }> {
	const page = await callS3(
		s3,
		'ListBuckets',
		{ bucket: '', key: '' },
		async (client) =>
			await client.send(
				new ListBucketsCommand({
					MaxBuckets: 100,
					...(prefix !== '' && { Prefix: prefix }),
					...(token !== undefined && { ContinuationToken: token }),
				}),
			),
	);
	return { buckets: page.Buckets ?? [], nextToken: page.ContinuationToken };
}
