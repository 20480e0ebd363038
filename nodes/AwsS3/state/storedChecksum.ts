import { createHash } from 'node:crypto';

import type { ObjectHead } from '../api/types';
import { crcDigest, type Digest } from './crc';

/** Those that can be computed here, the strongest first. S3 knows five more. */
const algorithms = ['SHA256', 'SHA1', 'CRC64NVME', 'CRC32C', 'CRC32'] as const;

export type ChecksumAlgorithm = (typeof algorithms)[number];

/** The checksum that S3 keeps of an object. */
export interface StoredChecksum {
	readonly algorithm: ChecksumAlgorithm;
	/** Base64; of a composite one without the number of parts. */
	readonly value: string;
	/** Undefined for a checksum of the whole object; else of how many parts' checksums it is one. */
	readonly parts: number | undefined;
}

export function storedChecksum(head: ObjectHead): StoredChecksum | undefined {
	for (const algorithm of algorithms) {
		const value = head[`Checksum${algorithm}`];
		if (!value) continue;
		const [digest = '', count] = value.split('-');
		return { algorithm, value: digest, parts: count === undefined ? undefined : Number(count) };
	}
	return undefined;
}

/** The SHA-256 of the whole object in hexadecimal, where S3 keeps it; null where it keeps another checksum, or that of parts. */
export function storedSha256(head: ObjectHead): string | null {
	const checksum = storedChecksum(head);
	if (checksum?.algorithm !== 'SHA256' || checksum.parts !== undefined) return null;
	return Buffer.from(checksum.value, 'base64').toString('hex');
}

/** What Put wrote beside an object of several parts, of which S3 keeps the checksums of parts only. */
export function notedSha256({ Metadata: metadata = {} }: ObjectHead): string | undefined {
	const { sha256 } = metadata;
	return sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256) ? sha256 : undefined;
}

/** The MD5 of the object in hexadecimal; undefined where its ETag is none: of parts, or encrypted with a key of KMS. */
export function md5InEtag({ ETag: etag = '', ServerSideEncryption: encryption }: ObjectHead): string | undefined {
	const found = /^"?([0-9a-f]{32})"?$/.exec(etag)?.[1];
	return encryption?.startsWith('aws:kms') ? undefined : found;
}

export function digestOf(algorithm: ChecksumAlgorithm | 'MD5'): Digest {
	switch (algorithm) {
		case 'CRC32':
		case 'CRC32C':
		case 'CRC64NVME':
			return crcDigest(algorithm);
		default: {
			const hash = createHash(algorithm.toLowerCase());
			return {
				update: (bytes) => {
					hash.update(bytes);
				},
				value: () => hash.digest('base64'),
			};
		}
	}
}

/** The checksum of parts' checksums, in Base64, without their number. */
export function compositeOf(algorithm: ChecksumAlgorithm, parts: readonly string[]): string {
	const digest = digestOf(algorithm);
	for (const part of parts) digest.update(Buffer.from(part, 'base64'));
	return digest.value();
}
