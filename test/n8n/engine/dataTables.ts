import { DATA_TABLE_SYSTEM_COLUMNS, type INode, type Workflow } from 'n8n-workflow';

import { rowFilter, type RowFilter } from './dataTableFilter';
import { checkedRow, type Column, type Row, validationError } from './dataTableValues';
import { n8nErrors } from './installedN8n';
import { effect } from './life';

type Operation = 'read' | 'write' | 'delete';

interface Table {
	readonly id: string;
	readonly name: string;
	readonly columns: Column[];
	rows: Row[];
	nextId: number;
}

interface ReadOptions {
	readonly filter?: RowFilter;
	readonly take?: number;
	readonly skip?: number;
	readonly sortBy?: readonly [string, 'ASC' | 'DESC'];
}

interface WriteOptions {
	readonly data: Row;
	readonly filter: RowFilter;
	readonly dryRun?: boolean;
}

/** n8n's limit over all tables (`N8N_DATA_TABLES_MAX_SIZE_BYTES`). */
export const MAX_SIZE_BYTES = 200 * 1024 * 1024;
const COLUMN_NAME = /^[a-zA-Z][a-zA-Z0-9_]{0,62}$/;
const COLUMN_NAME_ERROR =
	'Only alphabetical characters and non-leading numbers and underscores are allowed for column names, and the maximum length is 63 characters.';

/**
 * n8n's Data Tables in memory, as strict as n8n 2.41.1 (modules/data-table): column types and names,
 * no unknown column, no write into a full store, an upsert that is an update and then an insert, and no
 * unique key.
 */
export class DataTables {
	private readonly tables = new Map<string, Table>();

	private readonly broken = new Map<string, number>();

	/** What all rows take, set by a test; n8n measures the database. */
	sizeBytes = 0;

	/** `onUse` is told which step looks for a table, and may throw as the store would; `onEffect` which has used it. */
	constructor(
		private readonly onUse: (workflowId: string, nodeName: string) => void = () => undefined,
		private readonly onEffect: (workflowId: string, nodeName: string) => void = () => undefined,
	) {}

	/** Rows as n8n gives them out, oldest first. */
	rows(name: string): Row[] {
		return [...this.tables.values()].find((table) => table.name === name)?.rows.map((row) => ({ ...row })) ?? [];
	}

	/** Changes rows past the workflows, as a person does in the editor. */
	change(name: string, fits: (row: Row) => boolean, change: Row): void {
		const table = this.named(name);
		for (const row of table.rows.filter(fits)) Object.assign(row, checkedRow(change, table.columns));
	}

	insert(name: string, row: Row): void {
		this.insertInto(this.named(name), row);
	}

	remove(name: string, fits: (row: Row) => boolean): void {
		const table = this.named(name);
		table.rows = table.rows.filter((row) => !fits(row));
	}

	/** From now on that operation of that table fails, with an error of the database: for so many calls, or for good. */
	break(name: string, operation: Operation, times = Infinity): void {
		this.broken.set(`${name}:${operation}`, times);
	}

	/** No table at all, as before the set-up. */
	clear(): void {
		this.tables.clear();
		this.mend();
	}

	mend(): void {
		this.broken.clear();
		this.sizeBytes = 0;
	}

	/** What n8n-core hands to the Data Table node. */
	readonly provider = {
		getDataTableAggregateProxy: async (workflow: Workflow, node: INode) => {
			this.onUse(workflow.id, node.name);
			return this.mortal(this.aggregateProxy, () => undefined);
		},
		getDataTableProxy: async (workflow: Workflow, node: INode, id: string) => {
			const table = this.tables.get(id);
			if (!table)
				throw new (n8nErrors().NodeOperationError)(
					node,
					`Data table with ID '${id}' could not be found in this project`,
				);
			return this.mortal(this.proxyOf(table), () => this.onEffect(workflow.id, node.name));
		},
	};

	/** The same, of which nothing happens in a life that is over. */
	private mortal<Proxied extends object>(proxied: Proxied, onEffect: () => void): Proxied {
		const calls = Object.entries(proxied).map(([name, call]: [string, (...words: unknown[]) => Promise<unknown>]) => [
			name,
			async (...words: unknown[]) =>
				await effect(async () => {
					const answer = await call(...words);
					onEffect();
					return answer;
				}),
		]);
		return Object.fromEntries(calls) as Proxied;
	}

	private readonly aggregateProxy = {
		getManyAndCount: async ({ filter }: { readonly filter?: { readonly name?: string } } = {}) => {
			const wanted = (filter?.name ?? '').toLowerCase();
			const data = [...this.tables.values()].filter(({ name }) => name.toLowerCase().includes(wanted));
			return { data, count: data.length };
		},
		createDataTable: async (options: { readonly name: string; readonly columns: readonly Column[] }) =>
			this.create(options),
	};

	private named(name: string): Table {
		const found = [...this.tables.values()].find((table) => table.name === name);
		if (!found) throw new Error(`There is no table ${name}`);
		return found;
	}

	private create({ name, columns }: { readonly name: string; readonly columns: readonly Column[] }): Table {
		const trimmed = name.trim();
		const { UserError } = n8nErrors();
		if (trimmed === '' || trimmed.length > 128)
			throw validationError(`a name has 1 to 128 characters, not ${trimmed.length}`);
		if (this.rowsExist(trimmed)) throw new UserError(`Data table with name '${name}' already exists in this project`);
		for (const column of columns) {
			if (!COLUMN_NAME.test(column.name)) throw validationError(COLUMN_NAME_ERROR);
			const isTaken = DATA_TABLE_SYSTEM_COLUMNS.some((taken) => taken.toLowerCase() === column.name.toLowerCase());
			if (isTaken) throw new UserError(`Column name "${column.name}" is reserved as a system column name.`);
		}
		const table: Table = {
			id: `table${this.tables.size + 1}`,
			name: trimmed,
			columns: [...columns],
			rows: [],
			nextId: 1,
		};
		this.tables.set(table.id, table);
		return table;
	}

	private rowsExist(name: string): boolean {
		return [...this.tables.values()].some((table) => table.name === name);
	}

	private proxyOf(table: Table) {
		return {
			getColumns: async () => table.columns,
			addColumn: async (column: Column) => {
				table.columns.push(column);
				for (const row of table.rows) row[column.name] = null;
				return column;
			},
			getManyRowsAndCount: async (options: ReadOptions) => {
				this.check(table, 'read');
				return this.read(table, options);
			},
			insertRows: async (rows: readonly Row[]) => {
				this.check(table, 'write');
				// All or none: one transaction.
				const checked = rows.map((row) => checkedRow(row, table.columns));
				return checked.map((row) => this.insertInto(table, row));
			},
			updateRows: async (options: WriteOptions) => {
				this.check(table, 'write');
				return this.update(table, options);
			},
			upsertRow: async (options: WriteOptions) => {
				this.check(table, 'write');
				const updated = this.update(table, options);
				return updated.length > 0 ? updated : [this.insertInto(table, options.data)];
			},
			deleteRows: async ({ filter }: { readonly filter: RowFilter }) => {
				this.check(table, 'delete');
				if (filter.filters.length === 0) {
					throw validationError('Filter is required for delete operations to prevent accidental deletion of all data');
				}
				const fits = rowFilter(filter, table.columns);
				const deleted = table.rows.filter(fits);
				table.rows = table.rows.filter((row) => !fits(row));
				return deleted;
			},
		};
	}

	private check(table: Table, operation: Operation): void {
		const key = `${table.name}:${operation}`;
		const left = this.broken.get(key) ?? 0;
		if (left > 0) {
			this.broken.set(key, left - 1);
			throw new Error(`SQLITE_BUSY: database is locked (${operation} ${table.name})`);
		}
		if (operation === 'write' && this.sizeBytes >= MAX_SIZE_BYTES) {
			throw validationError(
				`Data table size limit exceeded: ${Math.floor(this.sizeBytes / 2 ** 20)}MB used, limit is 200MB`,
			);
		}
	}

	private read(table: Table, { filter, take, skip = 0, sortBy }: ReadOptions) {
		const found = table.rows.filter(rowFilter(filter, table.columns));
		const [column, direction] = sortBy ?? ['id', 'ASC'];
		const sign = direction === 'DESC' ? -1 : 1;
		found.sort((left, right) => sign * order(left[column], right[column]) || order(left.id, right.id));
		const data = found.slice(skip, take === undefined ? undefined : skip + take).map((row) => ({ ...row }));
		return { data, count: found.length };
	}

	private update(table: Table, { data, filter }: WriteOptions): Row[] {
		if (filter.filters.length === 0) throw validationError('Filter must not be empty');
		if (Object.keys(data).length === 0) throw validationError('Data columns must not be empty');
		const change = checkedRow(data, table.columns);
		const hit = table.rows.filter(rowFilter(filter, table.columns));
		for (const row of hit) Object.assign(row, change, { updatedAt: new Date() });
		return hit.map((row) => ({ ...row }));
	}

	private insertInto(table: Table, given: Row): Row {
		const row: Row = {
			...Object.fromEntries(table.columns.map(({ name }) => [name, null])),
			...checkedRow(given, table.columns),
			id: table.nextId++,
			createdAt: new Date(),
			updatedAt: new Date(),
		};
		table.rows.push(row);
		return { ...row };
	}
}

/** As SQLite sorts: null first. */
function order(left: unknown, right: unknown): number {
	const [one, other] = [sortable(left), sortable(right)];
	if (one === other) return 0;
	if (one === null) return -1;
	if (other === null) return 1;
	return one < other ? -1 : 1;
}

function sortable(value: unknown): string | number | null {
	if (value instanceof Date) return value.getTime();
	if (typeof value === 'boolean') return value ? 1 : 0;
	return typeof value === 'string' || typeof value === 'number' ? value : null;
}
