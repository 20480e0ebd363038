import type { JsonRecord } from '../json';
import type { PublicApi } from '../n8n/publicApi';
import { catalogTable, isObserved } from './services';

/** Changes rows of the catalog as a person does in n8n's editor, and puts them back. */
export interface CatalogEditor {
	/** The row of a service in production. Raises when there is none. */
	change(service: string, change: JsonRecord): Promise<void>;
	/** Gives every column that was changed its former value. */
	restore(): Promise<void>;
}

export function catalogEditor(api: PublicApi, repository: string): CatalogEditor {
	const former = new Map<number, JsonRecord>();
	return {
		async change(service, change) {
			const tableId = await catalogTable(api);
			const row = (await api.listRows(tableId)).find(
				(candidate) => candidate.service === service && isObserved(candidate, repository),
			);
			if (!row) throw new Error(`The catalog has no production row of ${service} that is enabled.`);
			const rowId = Number(row.id);
			const before = Object.fromEntries(Object.keys(change).map((column) => [column, row[column] ?? '']));
			former.set(rowId, { ...before, ...former.get(rowId) });
			await api.updateRow(tableId, rowId, change);
		},
		async restore() {
			if (former.size === 0) return;
			const tableId = await catalogTable(api);
			for (const [rowId, columns] of former) await api.updateRow(tableId, rowId, columns);
			former.clear();
		},
	};
}
