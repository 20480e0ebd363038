import { createHash, randomBytes } from 'node:crypto';

import type { IdSource } from './platform';

/**
 * Ids from a hash chain over `seed`: the same seed gives the same sequence, so a failing test can be repeated.
 * Without a seed every sandbox gets its own ids, as every account of a vendor does.
 */
export function createIdSource(seed: string = randomBytes(8).toString('hex')): IdSource {
	let drawn = 0;
	let lastInteger = 100_000_000;
	const hex = (length: number): string => {
		let digits = '';
		while (digits.length < length) {
			digits += createHash('sha256').update(`${seed}/${drawn++}`).digest('hex');
		}
		return digits.slice(0, length);
	};
	return {
		hex,
		integer() {
			lastInteger += 1 + (Number.parseInt(hex(2), 16) % 7);
			return lastInteger;
		},
		uuid() {
			const digits = hex(32);
			const variant = '89ab'.charAt(Number.parseInt(digits.charAt(16), 16) % 4);
			return [
				digits.slice(0, 8),
				digits.slice(8, 12),
				`4${digits.slice(13, 16)}`,
				`${variant}${digits.slice(17, 20)}`,
				digits.slice(20, 32),
			].join('-');
		},
	};
}
