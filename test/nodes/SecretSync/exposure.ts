import { inspect } from 'node:util';

const partLength = 8;

/** Parts of values, of eight characters or more, that anything about a thing shows; empty when none does. */
export function exposedParts(thing: unknown, values: Iterable<string>): string[] {
	const text =
		typeof thing === 'string'
			? thing
			: `${inspect(thing, { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null })}\n${JSON.stringify(thing) ?? ''}`;
	const found = new Set<string>();
	for (const value of values) {
		for (const form of [
			value,
			JSON.stringify(value).slice(1, -1),
			encodeURIComponent(value),
			Buffer.from(value).toString('base64'),
		]) {
			for (let start = 0; start + partLength <= form.length; start++) {
				const part = form.slice(start, start + partLength);
				if (text.includes(part)) found.add(part);
			}
		}
	}
	return [...found];
}
