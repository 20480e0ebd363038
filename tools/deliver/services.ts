import { readString, type JsonRecord } from '../json';
import type { PublicApi } from '../n8n/publicApi';

/** A row of the catalog that is watched from outside: what it deploys to, and where that answers. */
export interface ObservedService {
	readonly service: string;
	readonly platform: string;
	readonly target: string;
	/** Where a visitor finds it, without a slash at the end. */
	readonly url: string;
}

const CATALOG_TABLE = 'slipway_services';

/** The production services of a repository, by the catalog that n8n holds. Raises when it holds none. */
export async function observedServices(
	api: PublicApi,
	repository: string,
	urlOf: (platform: string, target: string) => Promise<string>,
): Promise<ObservedService[]> {
	const table = (await api.listDataTables()).find(({ name }) => name === CATALOG_TABLE);
	if (!table) throw new Error(`n8n has no Data Table ${CATALOG_TABLE}. Run the workflow "Slipway 00: Set up" there.`);
	const rows = (await api.listRows(table.id)).filter((row) => isObserved(row, repository));
	if (rows.length === 0) throw new Error(`No enabled production row of ${CATALOG_TABLE} deploys from ${repository}.`);
	return await Promise.all(
		rows.map(async (row) => {
			const text = (name: string): string => readString(row, name) ?? '';
			const [platform, target] = [text('platform'), text('target')];
			return { service: text('service'), platform, target, url: await urlOf(platform, target) };
		}),
	);
}

function isObserved(row: JsonRecord, repository: string): boolean {
	return (
		readString(row, 'repository')?.toLowerCase() === repository.toLowerCase() &&
		readString(row, 'environment') === 'production' &&
		row.enabled === true
	);
}
