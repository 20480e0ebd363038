const mask = (1n << 64n) - 1n;
const blockBytes = 128;

const initialState: readonly bigint[] = [
	0x6a09e667f3bcc908n,
	0xbb67ae8584caa73bn,
	0x3c6ef372fe94f82bn,
	0xa54ff53a5f1d36f1n,
	0x510e527fade682d1n,
	0x9b05688c2b3e6c1fn,
	0x1f83d9abfb41bd6bn,
	0x5be0cd19137e2179n,
];

const permutations: ReadonlyArray<readonly number[]> = [
	[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
	[14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
	[11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
	[7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
	[9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
	[2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
	[12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
	[13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
	[6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
	[10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

/** The four words that each of a round's eight steps mixes: the columns, then the diagonals. */
const steps: ReadonlyArray<readonly [number, number, number, number]> = [
	[0, 4, 8, 12],
	[1, 5, 9, 13],
	[2, 6, 10, 14],
	[3, 7, 11, 15],
	[0, 5, 10, 15],
	[1, 6, 11, 12],
	[2, 7, 8, 13],
	[3, 4, 9, 14],
];

/**
 * The BLAKE2b hash (RFC 7693) of 1 to 64 bytes' length, without a key. `node:crypto` has the one of
 * 64 bytes only, and the length goes into the hash. Meant for public data: it takes no care of timing.
 */
export function blake2b(data: Uint8Array, lengthBytes: number): Uint8Array {
	const state = [...initialState];
	// Parameter block: length of the hash, no key, fan-out and depth 1.
	state[0] = at(state, 0) ^ 0x01010000n ^ BigInt(lengthBytes);
	const blocks = Math.max(1, Math.ceil(data.length / blockBytes));
	for (let index = 0; index < blocks; index++) {
		const end = Math.min(data.length, (index + 1) * blockBytes);
		const block = Buffer.alloc(blockBytes);
		block.set(data.subarray(index * blockBytes, end));
		compress(state, block, BigInt(end), index === blocks - 1);
	}
	const output = Buffer.alloc(64);
	state.forEach((word, index) => output.writeBigUInt64LE(word, index * 8));
	return new Uint8Array(output.subarray(0, lengthBytes));
}

function compress(state: bigint[], block: Buffer, bytesSoFar: bigint, isLast: boolean): void {
	const words = Array.from({ length: 16 }, (_, index) => block.readBigUInt64LE(index * 8));
	const work = [...state, ...initialState];
	work[12] = at(work, 12) ^ (bytesSoFar & mask);
	if (isLast) work[14] = at(work, 14) ^ mask;
	for (let round = 0; round < 12; round++) {
		const order = permutations[round % 10] ?? [];
		steps.forEach((step, index) => {
			mix(work, step, at(words, order[index * 2] ?? 0), at(words, order[index * 2 + 1] ?? 0));
		});
	}
	for (let index = 0; index < 8; index++) {
		state[index] = at(state, index) ^ at(work, index) ^ at(work, index + 8);
	}
}

function mix(
	work: bigint[],
	[a, b, c, d]: readonly [number, number, number, number],
	first: bigint,
	second: bigint,
): void {
	work[a] = (at(work, a) + at(work, b) + first) & mask;
	work[d] = rotate(at(work, d) ^ at(work, a), 32n);
	work[c] = (at(work, c) + at(work, d)) & mask;
	work[b] = rotate(at(work, b) ^ at(work, c), 24n);
	work[a] = (at(work, a) + at(work, b) + second) & mask;
	work[d] = rotate(at(work, d) ^ at(work, a), 16n);
	work[c] = (at(work, c) + at(work, d)) & mask;
	work[b] = rotate(at(work, b) ^ at(work, c), 63n);
}

const rotate = (word: bigint, bits: bigint): bigint => ((word >> bits) | (word << (64n - bits))) & mask;

const at = (words: readonly bigint[], index: number): bigint => words[index] ?? 0n;
