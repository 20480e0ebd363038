import { readString } from '../../deployment/values/jsonRecords';
import type { N8nApi } from '../api/n8nApi';
import type { DataTableColumn } from '../api/types';
import { fromRow, type LastPush, toRow } from '../state/lastPush';
import { isSameJson } from '../state/sameJson';

/** Notes of last pushes, by portable id. They are kept in the n8n itself, so any machine and any clone finds them. */
export interface LastPushes {
	get(portableId: string): LastPush | undefined;
	/** Nothing is sent for a note that is there already. Raises N8nApiError when n8n does not take it, for example when its Data Tables are full. */
	write(portableId: string, push: LastPush): Promise<void>;
}

/** Beside the bundle's own tables. */
export const LAST_PUSHES_TABLE = 'slipway_last_pushes';
const COLUMNS: readonly DataTableColumn[] = [
	{ name: 'workflow', type: 'string' },
	{ name: 'workflow_id', type: 'string' },
	{ name: 'name', type: 'string' },
	{ name: 'content', type: 'string' },
	{ name: 'file', type: 'string' },
	{ name: 'choices', type: 'string' },
	{ name: 'published', type: 'boolean' },
];

/** Reads the notes, and makes their Data Table when the first one is written. */
export async function openLastPushes(api: N8nApi): Promise<LastPushes> {
	let tableId = (await api.listDataTables()).find(({ name }) => name === LAST_PUSHES_TABLE)?.id;
	const notes = new Map<string, LastPush>();
	// Oldest first: of two rows for one workflow, the newer one counts.
	const rows = tableId === undefined ? [] : await api.listRows(tableId);
	for (const row of rows.sort((first, second) => Number(first.id) - Number(second.id))) {
		const portableId = readString(row, 'workflow');
		if (portableId !== undefined) notes.set(portableId, fromRow(row));
	}
	return {
		get: (portableId) => notes.get(portableId),
		async write(portableId, push) {
			if (isSameJson(notes.get(portableId), push)) return;
			tableId ??= (await api.createDataTable({ name: LAST_PUSHES_TABLE, columns: COLUMNS })).id;
			await api.upsertRow(tableId, 'workflow', { workflow: portableId, ...toRow(push) });
			notes.set(portableId, push);
		},
	};
}
