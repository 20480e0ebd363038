import { checkedRow, type Column, type Row, validationError } from './dataTableValues';

interface Condition {
	readonly columnName: string;
	readonly condition: string;
	readonly value: unknown;
}

export interface RowFilter {
	readonly type?: 'and' | 'or';
	readonly filters: readonly Condition[];
}

/** Which rows fit, as SQL decides it: null is equal to nothing, and unequal to every value. */
export function rowFilter(filter: RowFilter | undefined, columns: readonly Column[]): (row: Row) => boolean {
	const tests = (filter?.filters ?? []).map((condition) => conditionTest(condition, columns));
	if (tests.length === 0) return () => true;
	return (row) => (filter?.type === 'or' ? tests.some((test) => test(row)) : tests.every((test) => test(row)));
}

function conditionTest(
	{ columnName, condition, value: given }: Condition,
	columns: readonly Column[],
): (row: Row) => boolean {
	const value = comparable(checkedRow({ [columnName]: given }, columns, { withSystemColumns: true })[columnName]);
	const compare = (fits: (cell: Comparable, value: Comparable) => boolean) => (row: Row) => {
		const cell = comparable(row[columnName]);
		return cell !== null && value !== null && fits(cell, value);
	};
	const needsValue = ['gt', 'gte', 'lt', 'lte', 'like', 'ilike'].includes(condition);
	if (needsValue && value === null)
		throw validationError(`${condition.toUpperCase()} filter value cannot be null or undefined`);
	const pattern = likePattern(String(value));
	switch (condition) {
		case 'eq':
			return (row) => comparable(row[columnName]) === value;
		case 'neq':
			return (row) => comparable(row[columnName]) !== value;
		case 'gt':
			return compare((cell, limit) => cell > limit);
		case 'gte':
			return compare((cell, limit) => cell >= limit);
		case 'lt':
			return compare((cell, limit) => cell < limit);
		case 'lte':
			return compare((cell, limit) => cell <= limit);
		case 'isEmpty':
			return (row) => comparable(row[columnName]) === null || row[columnName] === '';
		case 'isNotEmpty':
			return (row) => comparable(row[columnName]) !== null && row[columnName] !== '';
		case 'like':
			return (row) => new RegExp(pattern).test(String(row[columnName] ?? ''));
		case 'ilike':
			return (row) => new RegExp(pattern, 'i').test(String(row[columnName] ?? ''));
		default:
			throw new Error(`Unsupported filter condition: ${condition}`);
	}
}

type Comparable = string | number | boolean;

function comparable(value: unknown): Comparable | null {
	if (value instanceof Date) return value.getTime();
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function likePattern(value: string): string {
	const withWildcards = value.includes('%') ? value : `%${value}%`;
	return `^${withWildcards
		.split('%')
		.map((part) => part.replace(/[\\^$.|?+*()[\]{}]/g, '\\$&'))
		.join('[^]*')}$`;
}
