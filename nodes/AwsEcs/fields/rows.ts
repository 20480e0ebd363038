import type { OperationContext } from '../../shared/operation/operation';

/** One entry of a collection, every field of it as a string. */
export type Row = Readonly<Record<string, string>>;

/** The entries of a collection with multiple values; none where it is empty. */
export function rowsIn({ functions, itemIndex }: OperationContext, name: string): Row[] {
	const value: unknown = functions.getNodeParameter(name, itemIndex, []);
	return Array.isArray(value) ? value.map(rowOf) : [];
}

function rowOf(row: unknown): Row {
	const fields = Object.entries(typeof row === 'object' && row !== null ? row : {});
	return Object.fromEntries(
		fields.map(([field, entry]): [string, string] => {
			const text = String(entry ?? '');
			// A value may begin or end with a space; a name may not.
			return [field, field === 'value' ? text : text.trim()];
		}),
	);
}
