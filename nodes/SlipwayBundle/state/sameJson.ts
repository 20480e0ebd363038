import { isRecord } from '../../deployment/values/jsonFields';

/** Whether two values are the same as JSON: the order of names does not matter, nor a name whose value is undefined. */
export function isSameJson(one: unknown, other: unknown): boolean {
	if (Array.isArray(one) && Array.isArray(other)) {
		return one.length === other.length && one.every((entry, index) => isSameJson(entry, other[index]));
	}
	if (isRecord(one) && isRecord(other)) {
		return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((name) =>
			isSameJson(one[name], other[name]),
		);
	}
	return one === other;
}
