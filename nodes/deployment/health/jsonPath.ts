import { isWrittenNumber } from '../values/json';

/**
 * A path into a JSON value as the keys to follow: `commit`, `$.build.commit`, `checks[0].status`,
 * `["with space"].x`. Null when the text is no such path. Filters and wildcards are not part of it:
 * a match must mean one value.
 */
export function parseJsonPath(text: string): ReadonlyArray<string | number> | null {
	const trimmed = text.trim();
	let rest = trimmed.startsWith('$') ? trimmed.slice(1) : trimmed;
	if (rest.startsWith('.')) rest = rest.slice(1);
	const keys: Array<string | number> = [];
	let isFirst = true;
	while (rest !== '') {
		const step =
			/^\[(\d{1,9})\]/.exec(rest) ??
			/^\["([^"]*)"\]/.exec(rest) ??
			/^\['([^']*)'\]/.exec(rest) ??
			(isFirst ? /^([^.[\]\s"'*]+)/.exec(rest) : /^\.([^.[\]\s"'*]+)/.exec(rest));
		const key = step?.[1];
		if (!step || key === undefined) return null;
		keys.push(/^\[\d/.test(step[0]) ? Number(key) : key);
		rest = rest.slice(step[0].length);
		isFirst = false;
	}
	return keys.length > 0 ? keys : null;
}

/** The value at `keys`; undefined when there is none. Only the document's own properties count. */
export function readJsonPath(document: unknown, keys: ReadonlyArray<string | number>): unknown {
	let value: unknown = document;
	for (const key of keys) {
		if (typeof value !== 'object' || value === null || isWrittenNumber(value)) return undefined;
		if (!Object.hasOwn(value, key)) return undefined;
		value = Reflect.get(value, key);
	}
	return value;
}
