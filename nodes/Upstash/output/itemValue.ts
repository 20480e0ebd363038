import type { GenericValue, IDataObject, INodeProperties } from 'n8n-workflow';

import { jsonForItem, parseJsonAsWritten } from '../../deployment/values/json';
import { OperationFailure } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';

export const parseJsonProperty: INodeProperties = {
	displayName: 'Parse JSON',
	name: 'parseJson',
	type: 'boolean',
	default: false,
	description: 'Whether to return text that is JSON as its value; other text stays as it is, and so does a number that a value could not give back exactly, such as 1.10 or a long ID',
};

/**
 * A value of Redis for an item: texts parsed where they are JSON, if wanted. A number whose text would
 * change (`1.10`, `7052e12`, twenty digits) stays text, also within lists and objects.
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

/** Text of ours that was stored as JSON; as it is when it is none, null when empty. */
export function storedJson(text: string): IDataObject[string] {
	return text === '' ? null : itemValue(text, true);
}

/**
 * A field that takes JSON, as text or from an expression as a value. Its numbers keep the text they were
 * written with: `writeJson` writes them so.
 */
export function writtenJsonParameter(
	{ functions, itemIndex }: OperationContext,
	name: string,
	label: string,
): unknown {
	const value: unknown = functions.getNodeParameter(name, itemIndex);
	if (typeof value !== 'string') return value;
	const parsed = parseJsonAsWritten(value);
	if (parsed.ok) return parsed.value;
	throw new OperationFailure(`${label} is not JSON: ${parsed.reason}`, `Correct ${label}`);
}
