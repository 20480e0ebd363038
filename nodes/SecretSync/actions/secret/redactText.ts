import { formsOf, redact } from '../../../shared/http/redaction';

/** This many characters of a value in a row give it away. */
const partLength = 8;

/** A value of up to three characters is in many a word. */
const shortestForm = 4;

/** `text` without any of the values as a whole. */
export function redactWhole(text: string, values: readonly string[]): string {
	return redact(text, values, shortestForm);
}

/**
 * `text` without any of the values, and without eight or more of their characters in a row: an answer may
 * quote a request cut short, in other case, or in JSON.
 *
 * @param openWords what stays although a value holds it, such as the name of a key.
 */
export function redactParts(text: string, values: readonly string[], openWords: readonly string[]): string {
	const whole = redactWhole(text, values);
	const parts = partsOf(values);
	const plain = whole.toLowerCase();
	let clean = '';
	let at = 0;
	while (at < whole.length) {
		const end = endOfParts(plain, at, parts);
		if (end === at) {
			clean += whole[at] ?? '';
			at++;
		} else {
			clean += isOpen(plain, at, end, openWords) ? whole.slice(at, end) : '***';
			at = end;
		}
	}
	return clean;
}

/** Every stretch of the values' forms that gives them away, in lower case. */
function partsOf(values: readonly string[]): ReadonlySet<string> {
	const parts = new Set<string>();
	for (const form of values.flatMap(formsOf)) {
		const plain = form.toLowerCase();
		for (let start = 0; start + partLength <= plain.length; start++) parts.add(plain.slice(start, start + partLength));
	}
	return parts;
}

/** Where the stretch that begins at `from` and gives a value away ends; `from` where none begins. */
function endOfParts(plain: string, from: number, parts: ReadonlySet<string>): number {
	let end = from;
	for (let next = from; next <= end && parts.has(plain.slice(next, next + partLength)); next++) end = next + partLength;
	return end;
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
