import { field, type Field } from '../../shared/fields/fields';

/** A field that shows only beside certain values of others. */
export function shownWhen<Value>(
	shown: Field<Value>,
	show: { readonly [name: string]: Array<string | boolean> },
): Field<Value> {
	return field({ ...shown, displayOptions: { show } }, shown.read);
}
