import { numberAt, textAt } from '../../../nodes/deployment/values/jsonFields';

export type Item = Readonly<Record<string, unknown>>;
export type CatalogRow = Readonly<Record<string, string | number | boolean | null>>;

/** The Data Tables that a release reads and writes. */
export class Tables {
	catalog: readonly CatalogRow[] = [];
	readonly ledger: Item[] = [];
	readonly releases: Item[] = [];
	/** Whether the store is full: it is read, and takes nothing. */
	isFull = false;
	private rowCount = 0;

	rowOf(service: string): CatalogRow {
		const row = this.catalog.find((each) => each.service === service);
		if (row === undefined) throw new Error(`There is no service ${service}`);
		return row;
	}

	changeRow(service: string, changes: CatalogRow): void {
		this.catalog = this.catalog.map((row) => (row.service === service ? { ...row, ...changes } : row));
	}

	/** As an upsert by the row's id; null where the store takes nothing. */
	write(table: unknown, row: unknown, nowIso: string): Item | null {
		if (this.isFull) return null;
		const rows = table === 'slipway_releases' ? this.releases : this.ledger;
		const id = numberAt(row, 'id') ?? 0;
		const index = rows.findIndex((each) => each.id === id);
		const written = { ...asItem(row), id: index < 0 ? ++this.rowCount : id, createdAt: nowIso };
		if (index < 0) rows.push(written);
		else rows[index] = written;
		return written;
	}

	/** The rows of deployments, newest first, as the workflows read them. */
	newestRows(limit = 500): Item[] {
		return [...this.ledger].sort((left, right) => Number(right.id) - Number(left.id)).slice(0, limit);
	}

	rowsOf(service: string): Item[] {
		return this.newestRows().filter((row) => textAt(row, 'service') === service);
	}

	/** What really was: the deployment that began last is the first, whenever the store took its row. */
	historyOf(service: string): Item[] {
		return this.rowsOf(service).sort((left, right) => startOf(right) - startOf(left));
	}
}

function startOf(row: Item): number {
	return Date.parse(textAt(row, 'started_at') ?? '') || 0;
}

/** As JSON gives it back: what travels between steps. */
export function copied<Value>(value: Value): Value {
	return JSON.parse(JSON.stringify(value));
}

function asItem(value: unknown): Item {
	return typeof value === 'object' && value !== null ? copied({ ...value }) : {};
}
