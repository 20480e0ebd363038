import type { GenericValue, IDataObject, INodeProperties } from 'n8n-workflow';

import { parseJson } from '../shared/parseJson';

export const parseJsonProperty: INodeProperties = {
	displayName: 'Parse JSON',
	name: 'parseJson',
	type: 'boolean',
	default: false,
	description: 'Whether to return text that is JSON as its value; other text stays as it is',
};

/** A value of Redis for an item: texts parsed where they are JSON, if wanted. */
export function itemValue(value: unknown, shouldParse: boolean): IDataObject[string] {
	if (Array.isArray(value)) return value.map((entry) => itemValue(entry, shouldParse)) as GenericValue[];
	if (typeof value === 'string') {
		if (!shouldParse) return value;
		const parsed = parseJson(value);
		return parsed.ok ? (parsed.value as GenericValue) : value;
	}
	return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** Text of ours that was stored as JSON; as it is when it is none, null when empty. */
export function storedJson(text: string): IDataObject[string] {
	return text === '' ? null : itemValue(text, true);
}
