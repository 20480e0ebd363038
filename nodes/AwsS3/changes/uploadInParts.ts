import { createHash } from 'node:crypto';

import type { CompletedPart } from '@aws-sdk/client-s3';

import { AwsRequestError } from '../../shared/aws/awsRequestError';
import { messageOf, OperationFailure } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { abortUpload, completeUpload, createUpload, type UploadAddress, uploadPart } from '../api/multipart';
import { objectName, type S3 } from '../api/types';
import { compositeOf } from '../state/storedChecksum';
import { inPartsOf } from './content';
import type { PutRequest } from './putRequest';
import { findWritten, writeMark } from './writeMark';

export interface UploadResult {
	readonly versionId: string | undefined;
	/** Base64, of the parts' checksums. */
	readonly sha256: string;
	readonly parts: number;
}

/**
 * Writes an object part by part, of which one is held at a time; what fails is aborted, so that no parts stay
 * behind and cost.
 */
export async function uploadInParts(
	s3: S3,
	request: PutRequest,
	{ partSizeBytes, sha256, mark }: { readonly partSizeBytes: number; readonly sha256: string; readonly mark: string },
): Promise<UploadResult> {
	const { bucket, key, settings } = request;
	const upload = await createUpload(s3, {
		...settings,
		Bucket: bucket,
		Key: key,
		ChecksumAlgorithm: 'SHA256',
		Metadata: { ...settings.Metadata, sha256, ...writeMark(mark) },
	});
	const parts: CompletedPart[] = [];
	const done = await attempt(
		(async () => {
			for await (const bytes of inPartsOf(partSizeBytes, request.content)) {
				if (request.cancelSignal?.aborted) throw stopped(upload);
				const digest = createHash('sha256').update(bytes).digest('base64');
				parts.push(await uploadPart(s3, upload, { number: parts.length + 1, bytes, sha256: digest }));
			}
			return await complete(s3, upload, parts, request, mark);
		})(),
	);
	const checksum = compositeOf(
		'SHA256',
		parts.map((part) => part.ChecksumSHA256 ?? ''),
	);
	if (done.ok) return { versionId: done.value.versionId, sha256: checksum, parts: parts.length };
	const late = await takeBack(s3, upload, mark, done.error);
	return { versionId: late.versionId, sha256: checksum, parts: parts.length };
}

async function complete(
	s3: S3,
	upload: UploadAddress,
	parts: readonly CompletedPart[],
	{ onlyIfAbsent }: PutRequest,
	mark: string,
) {
	return await writeOnce({
		what: `the object ${objectName(upload)}`,
		send: async () => {
			const { VersionId } = await completeUpload(s3, upload, parts, { onlyIfAbsent });
			return { versionId: VersionId };
		},
		find: async () => await findWritten(s3, upload, mark),
	});
}

function stopped(upload: UploadAddress): OperationFailure {
	return new OperationFailure(
		`The upload of ${objectName(upload)} was stopped with the execution`,
		'Nothing of it is there. Run this again',
	);
}

/** Aborts the upload, after which nothing of it can become an object any more; gives the object that it has become before. */
async function takeBack(s3: S3, upload: UploadAddress, mark: string, cause: unknown) {
	const aborted = await attempt(abortUpload(s3, upload));
	const late = await attempt(findWritten(s3, upload, mark));
	if (late.ok && late.value !== undefined) return late.value;
	const isGone = aborted.ok || (aborted.error instanceof AwsRequestError && aborted.error.code === 'NoSuchUpload');
	if (isGone) throw cause;
	throw new OperationFailure(
		`${messageOf(cause)}. What was uploaded of ${objectName(upload)} could not be taken back either (upload ${upload.uploadId}): ${messageOf(aborted.error)}`,
		'Abort that upload in the console: its parts are paid for until then. A lifecycle rule of the bucket can do that by itself',
		{ uploadId: upload.uploadId },
		{ cause },
	);
}
