import { formsOf } from '../../../shared/http/redaction';

/** So many characters of a value in a row give it away. */
const partLength = 8;
/** A value of up to three characters is in many a word. */
const shortest = 4;
const mask = '***';

/** `text` without any of the values as a whole. */
export function withoutWhole(text: string, values: readonly string[]): string {
	// The longest first: a value may be part of another one.
	return [...new Set(values.flatMap(formsOf))]
		.filter((form) => form.length >= shortest)
		.sort((left, right) => right.length - left.length)
		.reduce((rest, form) => rest.split(form).join(mask), text);
}

/**
 * `text` without any of the values, and without eight or more of their characters in a row: an answer may
 * quote a request cut short, in other letters, or in JSON.
 *
 * @param openWords what stays although a value holds it, such as the name of a key.
 */
export function masked(text: string, values: readonly string[], openWords: readonly string[]): string {
	const whole = withoutWhole(text, values);
	const parts = new Set<string>();
	for (const form of values.flatMap(formsOf)) {
		const plain = form.toLowerCase();
		for (let start = 0; start + partLength <= plain.length; start++) parts.add(plain.slice(start, start + partLength));
	}
	const plain = whole.toLowerCase();
	let clean = '';
	let at = 0;
	while (at < whole.length) {
		let end = at;
		for (let next = at; next <= end && parts.has(plain.slice(next, next + partLength)); next++) {
			end = next + partLength;
		}
		if (end === at) {
			clean += whole[at] ?? '';
			at++;
			continue;
		}
		clean += isOpen(plain, at, end, openWords) ? whole.slice(at, end) : mask;
		at = end;
	}
	return clean;
}

/** Whether the stretch lies in one of the words as it stands there. */
function isOpen(plain: string, from: number, to: number, openWords: readonly string[]): boolean {
	return openWords.some((word) => {
		const wanted = word.toLowerCase();
		for (let start = plain.indexOf(wanted); start >= 0 && wanted !== ''; start = plain.indexOf(wanted, start + 1)) {
			if (start <= from && to <= start + wanted.length) return true;
		}
		return false;
	});
}
