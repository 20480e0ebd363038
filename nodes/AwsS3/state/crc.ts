/** A checksum that is fed piece by piece. */
export interface Digest {
	update(bytes: Uint8Array): void;
	/** Base64, as S3 writes it. */
	value(): string;
}

/** The low and high words of a reflected CRC's table: numbers are many times as fast as big ones. */
interface Table {
	readonly low: Uint32Array;
	readonly high: Uint32Array;
}

function tableOf(polynomial: bigint): Table {
	const entries = Array.from({ length: 256 }, (_, index) => {
		let value = BigInt(index);
		for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
		return value;
	});
	return {
		low: Uint32Array.from(entries, (value) => Number(value & 0xffff_ffffn)),
		high: Uint32Array.from(entries, (value) => Number(value >> 32n)),
	};
}

/** Reflected polynomials. https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
const polynomials = { CRC32: 0xedb88320n, CRC32C: 0x82f63b78n, CRC64NVME: 0x9a6c9329ac4bc9b5n } as const;

export type CrcAlgorithm = keyof typeof polynomials;

const tables = new Map<CrcAlgorithm, Table>();

function knownTable(algorithm: CrcAlgorithm): Table {
	const table = tables.get(algorithm) ?? tableOf(polynomials[algorithm]);
	tables.set(algorithm, table);
	return table;
}

/** CRC-32, CRC-32C or CRC-64/NVME: node:crypto has none of them, and node:zlib is closed to nodes. */
export function crcDigest(algorithm: CrcAlgorithm): Digest {
	const { low: lowTable, high: highTable } = knownTable(algorithm);
	const isLong = algorithm === 'CRC64NVME';
	let low = 0xffff_ffff;
	let high = isLong ? 0xffff_ffff : 0;
	return {
		update(bytes) {
			for (const byte of bytes) {
				const index = (low ^ byte) & 0xff;
				low = ((low >>> 8) | (high << 24)) ^ (lowTable[index] ?? 0);
				high = (high >>> 8) ^ (highTable[index] ?? 0);
			}
		},
		value() {
			const result = Buffer.alloc(isLong ? 8 : 4);
			if (isLong) result.writeUInt32BE(~high >>> 0, 0);
			result.writeUInt32BE(~low >>> 0, isLong ? 4 : 0);
			return result.toString('base64');
		},
	};
}
