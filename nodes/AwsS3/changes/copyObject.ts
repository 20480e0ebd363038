import { randomUUID } from 'node:crypto';

import type { CopyObjectCommandInput } from '@aws-sdk/client-s3';

import { OperationFailure } from '../../shared/operation/errors';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { copyObject as sendCopy, headObject } from '../api/objects';
import { type ObjectAddress, type ObjectHead, objectName, type S3 } from '../api/types';
import { md5InEtag, notedSha256, storedSha256 } from '../state/storedChecksum';
import { findWritten, hasMark, overwritten, writeMark } from './writeMark';

/** AWS copies no more in one request. */
const largestBytes = 5 * 1024 ** 3;

export interface CopyRequest {
	readonly source: ObjectAddress;
	readonly target: ObjectAddress;
	readonly storageClass: CopyObjectCommandInput['StorageClass'];
	readonly onlyIfAbsent: boolean;
}

export interface CopyResult {
	readonly head: ObjectHead;
	readonly source: ObjectHead;
	/** What of the two was compared. */
	readonly verifiedBy: string;
}

/** What is to be copied. @throws OperationFailure where it is too large */
export async function lookAtSource(s3: S3, source: ObjectAddress): Promise<ObjectHead> {
	const head = await headObject(s3, source);
	const sizeBytes = head.ContentLength ?? 0;
	if (sizeBytes <= largestBytes) return head;
	throw new OperationFailure(
		`The object ${objectName(source)} has ${sizeBytes} bytes, and AWS S3 copies 5 GB at most at once`,
		'Copy it with the AWS command-line tool, or by a replication rule of the bucket',
	);
}

/** Copies within S3, once, with all that is noted beside the object, and compares the copy with its source. */
export async function copyObject(s3: S3, request: CopyRequest, source: ObjectHead): Promise<CopyResult> {
	const { target } = request;
	const mark = randomUUID();
	const { versionId } = await writeOnce({
		what: `the copy ${objectName(target)}`,
		send: async () => {
			const { VersionId } = await sendCopy(s3, inputOf(request, source, mark));
			return { versionId: VersionId };
		},
		find: async () => await findWritten(s3, target, mark),
	});
	const head = await headObject(s3, { ...target, versionId });
	if (!hasMark(head, mark)) throw overwritten(`made the copy ${objectName(target)}`);
	return { head, source, verifiedBy: compared(request, source, head) };
}

function inputOf({ source, target, storageClass, onlyIfAbsent }: CopyRequest, head: ObjectHead, mark: string) {
	const { bucket, key, versionId } = source;
	const path = key.split('/').map(encodeURIComponent).join('/');
	return {
		Bucket: target.bucket,
		Key: target.key,
		CopySource: `${bucket}/${path}${versionId === undefined ? '' : `?versionId=${encodeURIComponent(versionId)}`}`,
		CopySourceIfMatch: head.ETag,
		ChecksumAlgorithm: 'SHA256' as const,
		// Copied by hand, so that the mark can stand beside it.
		MetadataDirective: 'REPLACE' as const,
		Metadata: { ...head.Metadata, ...writeMark(mark) },
		ContentType: head.ContentType,
		CacheControl: head.CacheControl,
		ContentDisposition: head.ContentDisposition,
		ContentEncoding: head.ContentEncoding,
		ContentLanguage: head.ContentLanguage,
		...(storageClass !== 'STANDARD' && { StorageClass: storageClass }),
		...(onlyIfAbsent && { IfNoneMatch: '*' }),
	};
}

/** @throws OperationFailure when the copy is not the source */
function compared({ source: from, target }: CopyRequest, source: ObjectHead, copy: ObjectHead): string {
	const checks = [
		{ what: 'SHA256', left: storedSha256(source) ?? notedSha256(source), right: storedSha256(copy) ?? undefined },
		{ what: 'MD5', left: md5InEtag(source), right: md5InEtag(copy) },
	];
	const check = checks.find(({ left, right }) => left !== undefined && right !== undefined);
	const isSame = source.ContentLength === copy.ContentLength && check?.left === check?.right;
	if (isSame) return check?.what ?? 'size';
	throw new OperationFailure(
		`AWS S3 copied ${objectName(from)} to ${objectName(target)}, but the copy has another ${check?.what ?? 'size'}`,
		'Do not rely on the copy. Run this again; if it stays, compare the two with Get',
	);
}
