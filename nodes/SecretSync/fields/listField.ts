import type { INodeProperties } from 'n8n-workflow';

import { type Field, field } from '../../shared/fields/fields';

/** A field of several options or of names with commas, or an expression that gives a list; read without repeats. */
export function listField(property: INodeProperties): Field<string[]> {
	return field(property, ({ functions, itemIndex }) => {
		const value: unknown = functions.getNodeParameter(property.name, itemIndex, []);
		const entries: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
		return [...new Set(entries.map((entry) => String(entry).trim()).filter(Boolean))];
	});
}
