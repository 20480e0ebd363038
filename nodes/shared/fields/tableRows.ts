import { type Field, field, jsonField, type TextDetails } from './fields';

/** Rows of a Data Table, or whatever came in their place: `{{ $input.all() }}`, the items or their JSON. */
export function rowsField(
	displayName: string,
	name: string,
	description: string,
	{ default: initial = '[]', ...details }: TextDetails = {},
): Field<unknown[]> {
	const json = jsonField(displayName, name, initial, { description, ...details });
	return field(json, (context) => [json.read(context)].flat().map(rowOf));
}

function rowOf(entry: unknown): unknown {
	return typeof entry === 'object' && entry !== null && 'json' in entry ? entry.json : entry;
}
