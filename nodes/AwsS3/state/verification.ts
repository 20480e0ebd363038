import type { ObjectHead } from '../api/types';
import type { Digest } from './crc';
import { compositeOf, digestOf, md5InEtag, notedSha256, storedChecksum, type StoredChecksum } from './storedChecksum';

/** How what was read compares with what S3 keeps of it. */
export interface Verification {
	readonly sizeBytes: number;
	/** Of what was read, in hexadecimal. */
	readonly sha256: string;
	/** What was compared: `SHA256`, `CRC64NVME of 3 parts`, `MD5`; null where S3 keeps nothing that could be. */
	readonly verifiedBy: string | null;
	/** What is not as it should be; null when all is. */
	readonly difference: string | null;
}

export interface Verifier {
	update(bytes: Uint8Array): void;
	result(): Verification;
}

/** One comparison: fed with all bytes, then says whether they are the right ones. */
interface Comparison {
	readonly what: string;
	update(bytes: Uint8Array): void;
	isRight(): boolean;
}

/**
 * Compares what is read with the checksum that S3 keeps, else with the ETag where it is an MD5, and with the SHA-256
 * that Put noted.
 *
 * @param partSizeBytes of an object of several parts; undefined where they are of different sizes, or unknown
 */
export function createVerifier(head: ObjectHead, partSizeBytes: number | undefined): Verifier {
	const sha256 = digestOf('SHA256');
	const comparisons = comparisonsOf(head, partSizeBytes);
	const noted = notedSha256(head);
	let sizeBytes = 0;
	return {
		update(bytes) {
			sizeBytes += bytes.length;
			sha256.update(bytes);
			for (const comparison of comparisons) comparison.update(bytes);
		},
		result() {
			const read = Buffer.from(sha256.value(), 'base64').toString('hex');
			const expectedBytes = head.ContentLength ?? sizeBytes;
			const wrong = [
				...(sizeBytes === expectedBytes ? [] : [`it has ${sizeBytes} bytes instead of ${expectedBytes}`]),
				...comparisons.filter((comparison) => !comparison.isRight()).map(({ what }) => `its ${what} is another one`),
				...(noted === undefined || noted === read ? [] : ['its SHA-256 is not the one noted beside it']),
			];
			return {
				sizeBytes,
				sha256: read,
				verifiedBy: comparisons[0]?.what ?? (noted === undefined ? null : 'the SHA-256 noted in its metadata'),
				difference: wrong.length === 0 ? null : wrong.join(', '),
			};
		},
	};
}

function comparisonsOf(head: ObjectHead, partSizeBytes: number | undefined): Comparison[] {
	const checksum = storedChecksum(head);
	if (checksum) {
		const { algorithm, parts } = checksum;
		if (parts === undefined) return [whole(algorithm, digestOf(algorithm), checksum.value)];
		const isEven = partSizeBytes !== undefined && Math.ceil((head.ContentLength ?? 0) / partSizeBytes) === parts;
		if (isEven) return [inParts(checksum, parts, partSizeBytes)];
	}
	const md5 = md5InEtag(head);
	return md5 === undefined ? [] : [whole('MD5', digestOf('MD5'), Buffer.from(md5, 'hex').toString('base64'))];
}

function whole(what: string, digest: Digest, expected: string): Comparison {
	return { what, update: (bytes) => digest.update(bytes), isRight: () => digest.value() === expected };
}

function inParts({ algorithm, value }: StoredChecksum, count: number, partSizeBytes: number): Comparison {
	const finished: string[] = [];
	let digest = digestOf(algorithm);
	let filledBytes = 0;
	return {
		what: `${algorithm} of ${count} parts`,
		update(bytes) {
			for (let at = 0; at < bytes.length;) {
				const piece = bytes.subarray(at, at + partSizeBytes - filledBytes);
				digest.update(piece);
				filledBytes += piece.length;
				at += piece.length;
				if (filledBytes < partSizeBytes) continue;
				finished.push(digest.value());
				digest = digestOf(algorithm);
				filledBytes = 0;
			}
		},
		isRight: () => compositeOf(algorithm, filledBytes > 0 ? [...finished, digest.value()] : finished) === value,
	};
}
