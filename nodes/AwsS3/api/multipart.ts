import {
	AbortMultipartUploadCommand,
	type CompletedPart,
	CompleteMultipartUploadCommand,
	CreateMultipartUploadCommand,
	type CreateMultipartUploadCommandInput,
	UploadPartCommand,
} from '@aws-sdk/client-s3';

import { OperationFailure } from '../../shared/operation/errors';
import { callS3 } from './call';
import { type ObjectAddress, objectName, type S3 } from './types';

/** A multipart upload that was begun. */
export interface UploadAddress extends ObjectAddress {
	readonly uploadId: string;
}

const uploadOf = ({ bucket, key, uploadId }: UploadAddress) => ({ Bucket: bucket, Key: key, UploadId: uploadId });

/** May be repeated: an upload without parts costs nothing, and is no object. */
export async function createUpload(
	s3: S3,
	input: CreateMultipartUploadCommandInput & { readonly Bucket: string; readonly Key: string },
): Promise<UploadAddress> {
	const address = { bucket: input.Bucket, key: input.Key };
	const { UploadId } = await callS3(
		s3,
		'CreateMultipartUpload',
		address,
		async (client) => await client.send(new CreateMultipartUploadCommand(input)),
		{ safeToRepeat: true },
	);
	if (UploadId) return { ...address, uploadId: UploadId };
	throw new OperationFailure(
		`AWS S3 began an upload of ${objectName(address)}, and gave it no ID`,
		'Run this again; if it stays, report it',
	);
}

/** May be repeated: a part takes the place of the one with its number. */
export async function uploadPart(
	s3: S3,
	upload: UploadAddress,
	part: { readonly number: number; readonly bytes: Buffer; readonly sha256: string },
): Promise<CompletedPart> {
	const { ETag } = await callS3(
		s3,
		'UploadPart',
		upload,
		async (client) =>
			await client.send(
				new UploadPartCommand({
					...uploadOf(upload),
					PartNumber: part.number,
					Body: part.bytes,
					ChecksumAlgorithm: 'SHA256',
					ChecksumSHA256: part.sha256,
				}),
			),
		{ safeToRepeat: true },
	);
	return { PartNumber: part.number, ETag, ChecksumSHA256: part.sha256 };
}

/** One request, not repeated: a second one finds no upload any more. */
export async function completeUpload(
	s3: S3,
	upload: UploadAddress,
	parts: readonly CompletedPart[],
	conditions: { readonly onlyIfAbsent: boolean },
) {
	return await callS3(
		s3,
		'CompleteMultipartUpload',
		upload,
		async (client) =>
			await client.send(
				new CompleteMultipartUploadCommand({
					...uploadOf(upload),
					MultipartUpload: { Parts: [...parts] },
					...(conditions.onlyIfAbsent && { IfNoneMatch: '*' }),
				}),
			),
	);
}

/** Takes back what was uploaded of it. */
export async function abortUpload(s3: S3, upload: UploadAddress): Promise<void> {
	await callS3(
		s3,
		'AbortMultipartUpload',
		upload,
		async (client) => await client.send(new AbortMultipartUploadCommand(uploadOf(upload))),
		{ safeToRepeat: true },
	);
}
