import { OperationFailure } from '../../shared/operation/errors';
import { getRange, headObject } from '../api/objects';
import { type ObjectAddress, type ObjectHead, objectName, type S3 } from '../api/types';
import { storedChecksum } from '../state/storedChecksum';
import { createVerifier, type Verification } from '../state/verification';

/** One request's worth: what is held at a time. */
export const rangeBytes = 8 * 1024 * 1024;

/** What changed on its way may come right the second time; what is wrong in S3 does not. */
const mostTries = 2;

export interface ReadResult {
	readonly head: ObjectHead;
	readonly verification: Verification;
}

/**
 * Reads an object range by range, always the same version of it, and compares what came with what S3 keeps.
 *
 * @param seen its head, where that was read already
 * @param begin gives what takes the bytes, anew for each try
 * @throws OperationFailure when what came is not what S3 keeps
 */
export async function readObject(
	s3: S3,
	address: ObjectAddress,
	seen: ObjectHead,
	begin: () => (bytes: Buffer) => void,
): Promise<ReadResult> {
	let head = seen;
	for (let tries = 1; ; tries++) {
		const verifier = createVerifier(head, await partSizeOf(s3, address, head));
		const take = begin();
		for await (const bytes of rangesOf(s3, address, head)) {
			verifier.update(bytes);
			take(bytes);
		}
		const verification = verifier.result();
		if (verification.difference === null) return { head, verification };
		if (tries >= mostTries) throw notTheSame(address, verification.difference);
		// What is compared with may have come wrong, too.
		head = await headObject(s3, { ...address, versionId: address.versionId ?? head.VersionId });
	}
}

export function notTheSame(address: ObjectAddress, difference: string): OperationFailure {
	return new OperationFailure(
		`What came of ${objectName(address)} is not what AWS S3 keeps a checksum of: ${difference}`,
		'Do not use it. Run this again; if it stays, the object is damaged: take another version of it, or write it again',
		{ isDamaged: true },
	);
}

async function* rangesOf(s3: S3, address: ObjectAddress, head: ObjectHead): AsyncGenerator<Buffer> {
	const sizeBytes = head.ContentLength ?? 0;
	const pinned = { ...address, versionId: address.versionId ?? head.VersionId };
	for (let first = 0; first < sizeBytes; first += rangeBytes) {
		const last = Math.min(first + rangeBytes, sizeBytes) - 1;
		yield await getRange(s3, pinned, { first, last, etag: head.ETag });
	}
}

/** The size of the first part, where the checksum is one of parts' checksums. */
export async function partSizeOf(s3: S3, address: ObjectAddress, head: ObjectHead): Promise<number | undefined> {
	if (storedChecksum(head)?.parts === undefined) return undefined;
	return (await headObject(s3, { ...address, versionId: address.versionId ?? head.VersionId }, 1)).ContentLength;
}
