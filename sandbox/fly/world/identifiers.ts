import type { IdSource } from '../../kernel/platform';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A 26-character ULID; `sequence` keeps those of one millisecond in order. */
export function ulid(ids: IdSource, atMs: number, sequence: number): string {
	let time = '';
	for (let rest = Math.floor(atMs), digit = 0; digit < 10; digit += 1) {
		time = crockford.charAt(rest % 32) + time;
		rest = Math.floor(rest / 32);
	}
	let order = '';
	for (let rest = sequence, digit = 0; digit < 4; digit += 1) {
		order = crockford.charAt(rest % 32) + order;
		rest = Math.floor(rest / 32);
	}
	const random = [...ids.hex(24)].reduce(
		(text, _, index, digits) =>
			index % 2 === 0
				? text + crockford.charAt(Number.parseInt(`${digits[index]}${digits[index + 1]}`, 16) % 32)
				: text,
		'',
	);
	return time + order + random;
}

const adjectives = ['aged', 'bold', 'calm', 'damp', 'quiet', 'silent', 'summer', 'wild'];
const nouns = ['field', 'leaf', 'moon', 'pine', 'river', 'sun', 'thunder', 'wind'];

/** A machine's name as Fly makes one up: `aged-wind-2649`. */
export function machineName(ids: IdSource): string {
	const digits = ids.hex(6);
	const at = (index: number): number => Number.parseInt(digits.charAt(index), 16);
	return [
		adjectives[at(0) % adjectives.length],
		nouns[at(1) % nouns.length],
		1000 + (Number.parseInt(digits.slice(2), 16) % 9000),
	].join('-');
}
