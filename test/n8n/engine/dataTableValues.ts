import { DATA_TABLE_SYSTEM_COLUMN_TYPE_MAP, validateFieldType, type DataTableColumnType } from 'n8n-workflow';

import { n8nErrors } from './installedN8n';

export interface Column {
	readonly name: string;
	readonly type: DataTableColumnType;
}

export type Row = Record<string, unknown>;

const fieldTypes = { number: 'number', string: 'string', boolean: 'boolean', date: 'dateTime' } as const;

/** `DataTableValidationError` of n8n (modules/data-table/errors): no error of a node, so a node lets it leak. */
export function validationError(message: string): Error {
	const { UserError } = n8nErrors();
	class DataTableValidationError extends UserError {}
	return new DataTableValidationError(`Validation error with data table request: ${message}`, { level: 'warning' });
}

/** Values as n8n stores them (`validateAndTransformRows` of its data-table.service). Throws as n8n does. */
export function checkedRow(
	row: Row,
	columns: readonly Column[],
	options: { readonly withSystemColumns?: boolean } = {},
): Row {
	const types = new Map<string, DataTableColumnType>([
		...(options.withSystemColumns === true ? Object.entries(DATA_TABLE_SYSTEM_COLUMN_TYPE_MAP) : []),
		...columns.map(({ name, type }) => [name, type] as const),
	]);
	return Object.fromEntries(
		Object.entries(row).map(([name, value]) => {
			const type = types.get(name);
			if (type === undefined) throw validationError(`unknown column name '${name}'`);
			return [name, checkedValue(value, name, type)];
		}),
	);
}

function checkedValue(value: unknown, name: string, type: DataTableColumnType): unknown {
	if (value === null || value === undefined) return null;
	const checked = validateFieldType(name, value, fieldTypes[type], { strict: false, parseStrings: false });
	if (!checked.valid) {
		throw validationError(`value '${String(value)}' does not match column type '${type}': ${checked.errorMessage}`);
	}
	return type === 'date' ? dateOf(checked.newValue, value) : checked.newValue;
}

function dateOf(parsed: unknown, given: unknown): Date {
	if (given instanceof Date) return given;
	const hasIso =
		typeof parsed === 'object' && parsed !== null && 'toMillis' in parsed && typeof parsed.toMillis === 'function';
	if (!hasIso) throw validationError(`value '${String(given)}' does not match column type 'date'`);
	return new Date(Number((parsed as { toMillis(): number }).toMillis()));
}
