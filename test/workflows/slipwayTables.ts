import axios from 'axios';

import type { JsonRecord } from '../../tools/json';
import type { TestStack } from '../n8n/realN8n';

/** The Data Tables of a running n8n. */
export interface SlipwayTables {
	rows(table: string): Promise<JsonRecord[]>;
	releaseOf(deliveryId: string): Promise<JsonRecord[]>;
	deploymentsOf(deliveryId: string): Promise<JsonRecord[]>;
	changeService(service: string, change: JsonRecord): Promise<void>;
	addService(row: JsonRecord): Promise<void>;
	removeService(service: string): Promise<void>;
	/** The catalog's rows, as `addService` takes them. */
	services(): Promise<JsonRecord[]>;
}

const CATALOG = 'slipway_services';

export async function createSlipwayTables({ api, n8n }: TestStack): Promise<SlipwayTables> {
	const tables = new Map((await api.listDataTables()).map(({ id, name }) => [name, id]));
	const call = async (method: string, path: string, body?: unknown): Promise<void> => {
		const answer = await axios.request<unknown>({
			method,
			url: `${n8n.origin}/api/v1/data-tables/${tables.get(CATALOG) ?? ''}/rows${path}`,
			headers: { 'X-N8N-API-KEY': n8n.session.apiKey },
			proxy: false,
			validateStatus: () => true,
			...(body === undefined ? {} : { data: body }),
		});
		if (answer.status >= 300)
			throw new Error(`${method} ${CATALOG}${path}: ${answer.status} ${JSON.stringify(answer.data)}`);
	};
	const named = (service: string): JsonRecord => ({
		type: 'and',
		filters: [{ columnName: 'service', condition: 'eq', value: service }],
	});
	const rows = async (table: string): Promise<JsonRecord[]> => await api.listRows(tables.get(table) ?? '');
	const byRelease = async (table: string, deliveryId: string): Promise<JsonRecord[]> =>
		(await rows(table)).filter(({ release_id: id }) => typeof id === 'string' && id.split('/')[0] === deliveryId);
	return {
		rows,
		releaseOf: async (deliveryId) => await byRelease('slipway_releases', deliveryId),
		deploymentsOf: async (deliveryId) => await byRelease('slipway_deployments', deliveryId),
		changeService: async (service, change) => await call('PATCH', '/update', { filter: named(service), data: change }),
		addService: async (row) => await call('POST', '', { data: [row] }),
		removeService: async (service) =>
			await call('DELETE', `/delete?filter=${encodeURIComponent(JSON.stringify(named(service)))}`),
		services: async () =>
			(await rows(CATALOG)).map((row) =>
				Object.fromEntries(Object.entries(row).filter(([key]) => !['id', 'createdAt', 'updatedAt'].includes(key))),
			),
	};
}
