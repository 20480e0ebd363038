import { isRecord, type JsonRecord, readPath, readRecords, readString } from './json';
import type { PublicApi } from './n8n/publicApi';
import type { RemoteDataTable } from '../nodes/SlipwayBundle/api/types';
import type { Bundle } from './workflows/bundle';
import { ensureDataTables } from '../nodes/SlipwayBundle/changes/ensureDataTables';

const CATALOG_TABLE = 'slipway_services';

/**
 * Puts the example catalog of the bundle's set-up into an n8n that has no table of services yet, with addresses of the
 * sandbox, and makes the bundle's Data Tables for it. To be called before anything is published, so that no run ever
 * reads an address at which nobody answers: the set-up leaves a catalog alone that has rows.
 */
export async function fillSandboxCatalog(
	api: PublicApi,
	bundle: Bundle,
	sandboxOrigin: string,
	say: (text: string) => void,
): Promise<void> {
	const rows = exampleCatalog(bundle);
	if (rows.length === 0 || !bundle.dataTables.has(CATALOG_TABLE)) return;
	// One that is there and empty was emptied by a person.
	if ((await catalogTable(api)) !== undefined) return;
	const { all } = await ensureDataTables(api, bundle, say);
	const table = all.find(({ name }) => name === CATALOG_TABLE);
	if (table === undefined) throw new Error(`n8n did not make the Data Table ${CATALOG_TABLE}`);
	await api.insertRows(
		table.id,
		rows.map((row) => inSandbox(row, sandboxOrigin)),
	);
	say(`${CATALOG_TABLE}: ${rows.length} rows of the example catalog, with the sandbox's addresses`);
}

export async function hasCatalogRows(api: PublicApi): Promise<boolean> {
	const table = await catalogTable(api);
	return table !== undefined && (await api.listRows(table.id)).length > 0;
}

async function catalogTable(api: PublicApi): Promise<RemoteDataTable | undefined> {
	return (await api.listDataTables()).find(({ name }) => name === CATALOG_TABLE);
}

/** The rows that the set-up workflow (the file `00-...json`) would put into an empty catalog. */
export function exampleCatalog(bundle: Bundle): JsonRecord[] {
	const setup = bundle.workflows.find(({ file }) => file.startsWith('00-'));
	return readRecords(setup?.content ?? {}, 'nodes').flatMap((node) => {
		const text = readPath(node, 'parameters', 'jsonOutput');
		const written: unknown = typeof text === 'string' && text.startsWith('{') ? JSON.parse(text) : undefined;
		return isRecord(written) ? readRecords(written, 'rows') : [];
	});
}

/** Amazon ECS gives a service no address: in the sandbox it answers below the sandbox's own. */
function inSandbox(row: JsonRecord, sandboxOrigin: string): JsonRecord {
	if (readString(row, 'platform') !== 'ecs') return row;
	const address = `${sandboxOrigin}/ecs/${readString(row, 'target') ?? ''}`;
	return { ...row, health_url: `${address}/health`, version_url: `${address}/version.json` };
}
