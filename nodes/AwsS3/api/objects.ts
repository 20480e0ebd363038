import {
	CopyObjectCommand,
	type CopyObjectCommandInput,
	DeleteObjectCommand,
	GetObjectCommand,
	HeadObjectCommand,
	PutObjectCommand,
	type PutObjectCommandInput,
} from '@aws-sdk/client-s3';

import { callS3 } from './call';
import type { ObjectAddress, ObjectHead, S3 } from './types';

export const targetOf = ({ bucket, key, versionId }: ObjectAddress) => ({
	Bucket: bucket,
	Key: key,
	...(versionId !== undefined && { VersionId: versionId }),
});

/** What S3 says of an object, its checksum too. @throws ObjectMissing */
export async function headObject(s3: S3, address: ObjectAddress, partNumber?: number): Promise<ObjectHead> {
	const part = partNumber === undefined ? {} : { PartNumber: partNumber };
	// By its name the retry policy would take it for a write.
	return await callS3(
		s3,
		'HeadObject',
		address,
		async (client) =>
			await client.send(new HeadObjectCommand({ ...targetOf(address), ChecksumMode: 'ENABLED', ...part })),
		{ safeToRepeat: true },
	);
}

/** The bytes from `first` to `last`, both included, of the object that has this ETag. */
export async function getRange(
	s3: S3,
	address: ObjectAddress,
	{ first, last, etag }: { readonly first: number; readonly last: number; readonly etag: string | undefined },
): Promise<Buffer> {
	return await callS3(s3, 'GetObject', address, async (client) => {
		const { Body } = await client.send(
			new GetObjectCommand({
				...targetOf(address),
				Range: `bytes=${first}-${last}`,
				...(etag !== undefined && { IfMatch: etag }),
			}),
		);
		return Buffer.from((await Body?.transformToByteArray()) ?? []);
	});
}

/** One request. Not repeated here: with versions, each one makes another. */
export async function putObject(
	s3: S3,
	input: PutObjectCommandInput & { readonly Bucket: string; readonly Key: string },
) {
	return await callS3(
		s3,
		'PutObject',
		{ bucket: input.Bucket, key: input.Key },
		async (client) => await client.send(new PutObjectCommand(input)),
	);
}

export async function copyObject(
	s3: S3,
	input: CopyObjectCommandInput & { readonly Bucket: string; readonly Key: string },
) {
	return await callS3(
		s3,
		'CopyObject',
		{ bucket: input.Bucket, key: input.Key },
		async (client) => await client.send(new CopyObjectCommand(input)),
	);
}

/** With a version ID it may be repeated: the version is gone once. Without, each one may make a delete marker. */
export async function deleteObject(s3: S3, address: ObjectAddress, bypassesGovernance: boolean) {
	return await callS3(
		s3,
		'DeleteObject',
		address,
		async (client) =>
			await client.send(
				new DeleteObjectCommand({
					...targetOf(address),
					...(bypassesGovernance && { BypassGovernanceRetention: true }),
				}),
			),
		{ safeToRepeat: address.versionId !== undefined },
	);
}
