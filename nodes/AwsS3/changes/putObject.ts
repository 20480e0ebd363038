import { randomUUID } from 'node:crypto';

import { OperationFailure } from '../../shared/operation/errors';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { headObject, putObject as sendObject } from '../api/objects';
import { type ObjectAddress, type ObjectHead, objectName, type S3 } from '../api/types';
import { storedChecksum } from '../state/storedChecksum';
import { inPartsOf, measure } from './content';
import type { PutRequest } from './putRequest';
import { findWritten, hasMark, overwritten, writeMark } from './writeMark';
import { uploadInParts } from './uploadInParts';

/** More parts S3 does not take. */
const mostParts = 10_000;

export interface PutResult {
	readonly head: ObjectHead;
	/** Of the whole, in hexadecimal. */
	readonly sha256: string;
	readonly sizeBytes: number;
	readonly parts: number;
}

/** What S3 must show after a write. */
interface Expected {
	readonly sizeBytes: number;
	/** Base64; of parts that of their checksums. */
	readonly sha256: string;
	readonly mark: string;
}

/**
 * Writes an object once, and says so only when S3 shows it with this size and checksum.
 *
 * @throws OperationFailure when what is there afterwards is not what was sent
 */
export async function putObject(s3: S3, request: PutRequest): Promise<PutResult> {
	const { content, partSizeBytes } = request;
	const { sizeBytes, sha256 } = await measure(content);
	const mark = randomUUID();
	const hex = Buffer.from(sha256, 'base64').toString('hex');
	if (sizeBytes <= partSizeBytes) {
		const [bytes = Buffer.alloc(0)] = await collect(inPartsOf(partSizeBytes, content));
		const versionId = await putWhole(s3, request, { bytes, sha256, mark });
		const head = await confirm(s3, { ...request, versionId }, { sizeBytes, sha256, mark });
		return { head, sha256: hex, sizeBytes, parts: 1 };
	}
	const size = Math.max(partSizeBytes, Math.ceil(sizeBytes / mostParts));
	const uploaded = await uploadInParts(s3, request, { partSizeBytes: size, sha256: hex, mark });
	const expected = { sizeBytes, sha256: uploaded.sha256, mark };
	const head = await confirm(s3, { ...request, versionId: uploaded.versionId }, expected);
	return { head, sha256: hex, sizeBytes, parts: uploaded.parts };
}

async function collect(parts: AsyncIterable<Buffer>): Promise<Buffer[]> {
	const collected: Buffer[] = [];
	for await (const part of parts) collected.push(part);
	return collected;
}

async function putWhole(
	s3: S3,
	{ bucket, key, settings, onlyIfAbsent }: PutRequest,
	{ bytes, sha256, mark }: { readonly bytes: Buffer; readonly sha256: string; readonly mark: string },
): Promise<string | undefined> {
	const address = { bucket, key };
	const { versionId } = await writeOnce({
		what: `the object ${objectName(address)}`,
		send: async () => {
			const { VersionId } = await sendObject(s3, {
				...settings,
				Bucket: bucket,
				Key: key,
				Body: bytes,
				ChecksumAlgorithm: 'SHA256',
				ChecksumSHA256: sha256,
				Metadata: { ...settings.Metadata, ...writeMark(mark) },
				...(onlyIfAbsent && { IfNoneMatch: '*' }),
			});
			return { versionId: VersionId };
		},
		find: async () => await findWritten(s3, address, mark),
	});
	return versionId;
}

async function confirm(s3: S3, { bucket, key, versionId }: ObjectAddress, expected: Expected): Promise<ObjectHead> {
	const place = { bucket, key, versionId };
	const head = await headObject(s3, place);
	if (!hasMark(head, expected.mark)) throw overwritten(`took the object ${objectName(place)}`);
	const checksum = storedChecksum(head);
	const isSame =
		checksum?.algorithm === 'SHA256' && checksum.value === expected.sha256 && head.ContentLength === expected.sizeBytes;
	if (isSame) return head;
	const seen = checksum ? `${checksum.algorithm} ${checksum.value}` : 'no checksum';
	throw new OperationFailure(
		`AWS S3 took the object ${objectName(place)}, but does not show what was sent: ${head.ContentLength ?? 'unknown'} bytes with ${seen} instead of ${expected.sizeBytes} bytes with SHA256 ${expected.sha256}`,
		'Do not rely on this object. Run this again; an endpoint that keeps no SHA-256 is not AWS S3 and cannot be used',
	);
}
