import axios from 'axios';

import type { JsonRecord } from '../../../tools/json';
import type { TestStack } from '../../n8n/realN8n';

const OF_N8N = ['id', 'createdAt', 'updatedAt'];
const ALL_ROWS = JSON.stringify({
	type: 'and',
	filters: [{ columnName: 'id', condition: 'gt', value: 0 }],
});

/** The Data Tables of a real n8n, as they were when they were last read. */
export interface N8nTables {
	rows(name: string): JsonRecord[];
	/** Reads all of them. */
	read(): Promise<void>;
	/** As they were at first, but for the catalog, which is given. */
	restore(catalog: readonly JsonRecord[]): Promise<void>;
	/** The rows of the catalog at first. */
	readonly catalog: readonly JsonRecord[];
}

export const CATALOG = 'slipway_services';

/** Takes what is in them now for how they are at first. */
export async function createN8nTables({ api, n8n }: TestStack): Promise<N8nTables> {
	const tables = (await api.listDataTables()).filter(({ name }) => name.startsWith('slipway_'));
	let current = new Map<string, JsonRecord[]>();
	const rowsOf = async (id: string): Promise<JsonRecord[]> =>
		(await api.listRows(id)).toSorted((left, right) => Number(left.id) - Number(right.id));
	const read = async (): Promise<void> => {
		const pairs = tables.map(async ({ id, name }): Promise<[string, JsonRecord[]]> => [name, await rowsOf(id)]);
		current = new Map(await Promise.all(pairs));
	};
	const empty = async (id: string): Promise<void> => {
		const answer = await axios.delete<unknown>(
			`${n8n.origin}/api/v1/data-tables/${id}/rows/delete?filter=${encodeURIComponent(ALL_ROWS)}`,
			{ headers: { 'X-N8N-API-KEY': n8n.session.apiKey }, proxy: false, validateStatus: () => true },
		);
		if (answer.status >= 300) {
			throw new Error(`n8n answered ${answer.status} when a Data Table was emptied: ${JSON.stringify(answer.data)}`);
		}
	};
	await read();
	const atFirst = new Map([...current].map(([name, rows]) => [name, rows.map(withoutOfN8n)]));
	return {
		rows: (name) => current.get(name) ?? [],
		read,
		catalog: atFirst.get(CATALOG) ?? [],
		async restore(catalog) {
			await read();
			for (const { id, name } of tables) {
				const wanted = name === CATALOG ? catalog : (atFirst.get(name) ?? []);
				const now = (current.get(name) ?? []).map(withoutOfN8n);
				if (JSON.stringify(now) === JSON.stringify(wanted)) continue;
				if (now.length > 0) await empty(id);
				if (wanted.length > 0) await api.insertRows(id, wanted);
			}
			await read();
		},
	};
}

const withoutOfN8n = (row: JsonRecord): JsonRecord =>
	Object.fromEntries(Object.entries(row).filter(([name]) => !OF_N8N.includes(name)));
