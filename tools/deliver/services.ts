import { readString, type JsonRecord } from '../json';
import type { PublicApi } from '../n8n/publicApi';

/** A row of the catalog that is watched from outside: what it deploys to, and where that answers. */
export interface ObservedService {
	readonly service: string;
	readonly platform: string;
	readonly target: string;
	/** Where a visitor finds it, without a slash at the end; empty for a schema and for workers, which nobody visits. */
	readonly url: string;
}

const CATALOG_TABLE = 'slipway_services';

/** The production services of a repository, by the catalog that n8n holds. Raises when it holds none. */
export async function observedServices(
	api: PublicApi,
	repository: string,
	urlOf: (platform: string, target: string) => Promise<string>,
): Promise<ObservedService[]> {
	const rows = (await api.listRows(await catalogTable(api))).filter((row) => isObserved(row, repository));
	if (rows.length === 0) throw new Error(`No enabled production row of ${CATALOG_TABLE} deploys from ${repository}.`);
	return await Promise.all(
		rows.map(async (row) => {
			const text = (name: string): string => readString(row, name) ?? '';
			const [platform, target] = [text('platform'), text('target')];
			return { service: text('service'), platform, target, url: await urlOf(platform, target) };
		}),
	);
}

/** The id of the catalog's table. Raises when this n8n has none: then the set-up workflow never ran. */
export async function catalogTable(api: PublicApi): Promise<string> {
	const table = (await api.listDataTables()).find(({ name }) => name === CATALOG_TABLE);
	if (!table) throw new Error(`n8n has no Data Table ${CATALOG_TABLE}. Run the workflow "Slipway 00: Set up" there.`);
	return table.id;
}

/** Whether a row is one of production, and enabled. */
export function isObserved(row: JsonRecord, repository: string): boolean {
	return (
		readString(row, 'repository')?.toLowerCase() === repository.toLowerCase() &&
		readString(row, 'environment') === 'production' &&
		row.enabled === true
	);
}
