import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

import type { ChecksumAlgorithm } from './model';

/** The table of a reflected CRC with this polynomial. */
function tableOf(polynomial: bigint): BigUint64Array {
	return BigUint64Array.from({ length: 256 }, (_, index) => {
		let value = BigInt(index);
		for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
		return value;
	});
}

/** Its high and low halves: numbers are twenty times as fast as big ones. */
function halves(table: BigUint64Array) {
	return {
		low: Uint32Array.from(table, (value) => Number(value & 0xffffffffn)),
		high: Uint32Array.from(table, (value) => Number(value >> 32n)),
	};
}

const castagnoli = halves(tableOf(0x82f63b78n));
const nvme = halves(tableOf(0x9a6c9329ac4bc9b5n));

function crc32c(bytes: Buffer): Buffer {
	let value = 0xffffffff;
	for (const byte of bytes) value = ((castagnoli.low[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8)) >>> 0;
	return word((value ^ 0xffffffff) >>> 0);
}

/** CRC-64/NVME, which S3 computes of whatever comes without a checksum. */
function crc64nvme(bytes: Buffer): Buffer {
	let low = 0xffffffff;
	let high = 0xffffffff;
	for (const byte of bytes) {
		const index = (low ^ byte) & 0xff;
		low = (((low >>> 8) | (high << 24)) ^ (nvme.low[index] ?? 0)) >>> 0;
		high = ((high >>> 8) ^ (nvme.high[index] ?? 0)) >>> 0;
	}
	return Buffer.concat([word((high ^ 0xffffffff) >>> 0), word((low ^ 0xffffffff) >>> 0)]);
}

function word(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
}

const functions: Readonly<Record<ChecksumAlgorithm, (bytes: Buffer) => Buffer>> = {
	CRC32: (bytes) => word(crc32(bytes)),
	CRC32C: crc32c,
	CRC64NVME: crc64nvme,
	SHA1: (bytes) => createHash('sha1').update(bytes).digest(),
	SHA256: (bytes) => createHash('sha256').update(bytes).digest(),
};

/** In Base64, as S3 writes it. */
export function checksumOf(algorithm: ChecksumAlgorithm, bytes: Buffer): string {
	return functions[algorithm](bytes).toString('base64');
}

/** Of the parts' checksums, one after the other: `<Base64>-<number of parts>`. */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly string[]): string {
	const joined = Buffer.concat(parts.map((part) => Buffer.from(part, 'base64')));
	return `${checksumOf(algorithm, joined)}-${parts.length}`;
}

export const md5Of = (bytes: Buffer): Buffer => createHash('md5').update(bytes).digest();
