import { isRecord } from './jsonFields';

/** Foreign JSON that is rebuilt, and may therefore be written to. */
export type JsonRecord = Record<string, unknown>;

/** The text at `key`, also an empty one; undefined when it is absent or not a string. */
export function readString(record: JsonRecord, key: string): string | undefined {
	const value = record[key];
	return typeof value === 'string' ? value : undefined;
}

/** The records in the array at `key`; anything else in it is left out. */
export function readRecords(record: JsonRecord, key: string): JsonRecord[] {
	const value = record[key];
	return Array.isArray(value) ? value.filter(isRecord) : [];
}
