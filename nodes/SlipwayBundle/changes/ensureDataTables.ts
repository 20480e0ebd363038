import type { N8nApi } from '../api/n8nApi';
import type { RemoteDataTable } from '../api/types';
import type { Bundle } from '../state/bundle';

/** Makes the bundle's Data Tables, and adds the columns they lack. Columns and rows that are there stay. */
export async function ensureDataTables(
	api: N8nApi,
	bundle: Bundle,
	say: (text: string) => void,
): Promise<{ all: RemoteDataTable[]; changes: Array<{ name: string; change: string }> }> {
	if (bundle.dataTables.size === 0) return { all: [], changes: [] };
	const all = await api.listDataTables();
	const changes: Array<{ name: string; change: string }> = [];
	for (const [name, columns] of bundle.dataTables) {
		const existing = all.find((table) => table.name === name);
		if (!existing) {
			if (columns.length === 0) continue;
			all.push(await api.createDataTable({ name, columns }));
			changes.push({ name, change: 'created' });
			say(`Data Table ${name}: created`);
			continue;
		}
		for (const column of columns) {
			const there = existing.columns.find((candidate) => candidate.name === column.name);
			if (there && there.type !== column.type) {
				throw new Error(
					`Data Table ${name}: column "${column.name}" is a ${there.type} there and must be a ${column.type}. Rename or delete that column in n8n, then run this again.`,
				);
			}
			if (there) continue;
			await api.addDataTableColumn(existing.id, column);
			changes.push({ name, change: `column ${column.name} added` });
			say(`Data Table ${name}: column ${column.name} added`);
		}
	}
	return { all, changes };
}
