import type { GenericValue, IDataObject } from 'n8n-workflow';

import { jsonForItem, parseJsonAsWritten } from '../../deployment/values/json';

/**
 * A value of Redis for an item: strings parsed where they are JSON, if wanted. A number whose digits would
 * change (`1.10`, `7052e12`, twenty digits) stays a string, also within lists and objects.
 */
export function itemValue(value: unknown, shouldParse: boolean): IDataObject[string] {
	if (Array.isArray(value)) return value.map((entry) => itemValue(entry, shouldParse)) as GenericValue[];
	if (typeof value === 'string') {
		if (!shouldParse) return value;
		const parsed = parseJsonAsWritten(value);
		return parsed.ok ? (jsonForItem(parsed.value) as GenericValue) : value;
	}
	return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** A string of ours that was stored as JSON; as it is when it is not JSON, null when empty. */
export function storedJson(stored: string): IDataObject[string] {
	return stored === '' ? null : itemValue(stored, true);
}
