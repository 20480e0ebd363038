import { wellFormed } from '../../deployment/values/text';

/** Deeper than any person reads; also what ends a value that holds itself. */
const maxDepth = 12;

/**
 * A value from an expression as JSON that every strict reader accepts: well-formed strings, and a string for
 * what JSON has no word for (NaN, a BigInt, a function). Never throws: a page goes out with what there is.
 */
export function plainJson(value: unknown, depth = 0): unknown {
	switch (typeof value) {
		case 'string':
			return wellFormed(value);
		case 'number':
			return Number.isFinite(value) ? value : String(value);
		case 'boolean':
			return value;
		case 'object':
			return value === null ? null : plainObject(value, depth);
		case 'undefined':
			return null;
		default:
			return `[${typeof value}] ${typeof value === 'bigint' ? String(value) : ''}`.trim();
	}
}

function plainObject(value: object, depth: number): unknown {
	if (depth >= maxDepth) return '[too deep]';
	const written = writtenAs(value);
	if (written !== value) return plainJson(written, depth + 1);
	if (Array.isArray(value)) return value.map((entry) => plainJson(entry, depth + 1));
	return Object.fromEntries(
		Object.entries(value)
			.filter(([, entry]) => entry !== undefined)
			.map(([name, entry]) => [wellFormed(name), plainJson(entry, depth + 1)]),
	);
}

/** What it is in JSON by its own rule, as of a date; itself when it has none. */
function writtenAs(value: object): unknown {
	if (value instanceof Error) return value.message;
	if (value instanceof Map) return Object.fromEntries(value);
	if (value instanceof Set) return [...value];
	if (!('toJSON' in value) || typeof value.toJSON !== 'function') return value;
	try {
		return value.toJSON() as unknown;
	} catch {
		// An invalid date cannot be written.
		return null;
	}
}
