import { isEmptyItem } from '../../deployment/ledger/admitDeployment';
import { numberAt } from '../../deployment/values/jsonFields';
import { OperationFailure } from '../../shared/operation/errors';

export { rowsField } from '../../shared/fields/tableRows';

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
