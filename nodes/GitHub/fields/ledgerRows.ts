import { isEmptyItem } from '../../deployment/ledger/admitDeployment';
import { numberAt } from '../../deployment/values/jsonFields';
import { type Field, field, jsonField, type TextDetails } from '../../shared/fields/fields';
import { OperationFailure } from '../../shared/operation/errors';

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

/**
 * The rows of a whole table, without the empty item that stands for "no rows".
 *
 * @throws OperationFailure when something else than rows came: what could not be read must not pass for nothing.
 */
export function wholeTable(rows: readonly unknown[], table: string): unknown[] {
	const found = rows.filter((row) => !isEmptyItem(row));
	if (found.every((row) => (numberAt(row, 'id') ?? 0) > 0)) return found;
	throw new OperationFailure(
		`The Data Table ${table} could not be read, so nothing can be decided`,
		'Look at the step that reads it, and at n8n under Data tables',
	);
}
