/** Reading of foreign JSON: what is absent, or of another type, is `null`, never a guess. */

type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at the end of a chain of property names; undefined where the chain breaks. */
export function valueAt(value: unknown, ...names: string[]): unknown {
	let current = value;
	for (const name of names) {
		if (!isRecord(current) || !Object.hasOwn(current, name)) return undefined;
		current = current[name];
	}
	return current;
}

/** A text that is not empty. */
export function textAt(value: unknown, ...names: string[]): string | null {
	const found = valueAt(value, ...names);
	return typeof found === 'string' && found !== '' ? found : null;
}

export function numberAt(value: unknown, ...names: string[]): number | null {
	const found = valueAt(value, ...names);
	return typeof found === 'number' && Number.isFinite(found) ? found : null;
}

/** Whether the value is `true`. */
export function isTrueAt(value: unknown, ...names: string[]): boolean {
	return valueAt(value, ...names) === true;
}

export function listAt(value: unknown, ...names: string[]): readonly unknown[] {
	const found = valueAt(value, ...names);
	return Array.isArray(found) ? found : [];
}

/** The texts of a list, whatever else is in it. */
export function textsAt(value: unknown, ...names: string[]): string[] {
	return listAt(value, ...names).filter((entry): entry is string => typeof entry === 'string');
}
