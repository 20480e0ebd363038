import { isEmptyItem } from '../ledger/admitDeployment';
import { isRecord, numberAt } from '../values/jsonFields';

/** Rows of a Data Table; null when it could not be read, which must not pass for empty. */
export type TableRows = readonly unknown[] | null;

/** All that the board is made from. */
export interface BoardSight {
	readonly catalogRows: TableRows;
	/** Of `slipway_deployments`, the newest ones. */
	readonly ledgerRows: TableRows;
	/** Of `slipway_releases`, the newest ones. */
	readonly releaseRows: TableRows;
	/** Of `slipway_sums`: what the ledger told before its newest rows. */
	readonly sumRows: TableRows;
	/** Of `slipway_previews`. */
	readonly previewRows: TableRows;
	/** Of `slipway_approvals`. */
	readonly approvalRows: TableRows;
	/** Of `slipway_secret_syncs`. */
	readonly secretSyncRows: TableRows;
	/** Of `slipway_databases`. */
	readonly databaseRows: TableRows;
	/** Of `slipway_costs`. */
	readonly costRows: TableRows;
	/** Of `slipway_audits`: the last one. */
	readonly auditRows: TableRows;
	/** What is kept in Redis: pages that nobody was told, by `slipway:tell`, and rows that no table took. */
	readonly kept: KeptInRedis | null;
	/** The environment that DORA's five are about. */
	readonly environment: string;
	/** DORA's five are about so many days. */
	readonly days: number;
	/** What the forms' addresses begin with, such as `../form/`. */
	readonly formAddress: string;
	readonly nowMs: number;
}

export interface KeptInRedis {
	/** The hash `slipway:tell`. */
	readonly pages: Readonly<Record<string, string>>;
	/** The texts of the hash `slipway:rows`. */
	readonly rows: readonly string[];
}

/** A column that each table has alone: a Data Table that cannot be read hands on the rows of the step before it. */
const ownColumns = {
	slipway_services: 'depends_on',
	slipway_deployments: 'deployment_id',
	slipway_releases: 'delivery_id',
	slipway_sums: 'ledger_row',
	slipway_previews: 'platform_id',
	slipway_approvals: 'given_by',
	slipway_secret_syncs: 'synced_at',
	slipway_costs: 'unit_prices',
	slipway_databases: 'database_name',
	slipway_audits: 'audit_id',
} as const;

/** What a Data Table gave: its rows, or null for whatever came in their place. */
export function tableRows(table: keyof typeof ownColumns, found: readonly unknown[]): TableRows {
	const rows = found.filter((row) => !isEmptyItem(row));
	const column = ownColumns[table];
	const isRead = rows.every((row) => isRecord(row) && column in row && (numberAt(row, 'id') ?? 0) > 0);
	return isRead ? rows : null;
}

/** Upstash's answer to `HGETALL slipway:tell` and `HVALS slipway:rows` in one pipeline; null when there was none. */
export function keptInRedis(answer: unknown): KeptInRedis | null {
	const results = resultsIn(answer);
	if (results === null) return null;
	const [tell = [], rows = []] = results;
	const pages = Object.fromEntries(
		tell.flatMap((name, index): Array<[string, string]> => (index % 2 === 0 ? [[name, tell[index + 1] ?? '']] : [])),
	);
	return { pages, rows };
}

function resultsIn(answer: unknown): string[][] | null {
	const isAnswered = typeof answer === 'object' && answer !== null && 'results' in answer;
	if (!isAnswered || !Array.isArray(answer.results)) return null;
	return answer.results.map((entry: unknown) => {
		const result = typeof entry === 'object' && entry !== null && 'result' in entry ? entry.result : [];
		return Array.isArray(result) ? result.map(String) : [];
	});
}

/** The names of the tables that could not be read. */
export function unreadTables(sight: BoardSight): string[] {
	const tables: ReadonlyArray<readonly [string, TableRows]> = [
		['slipway_services', sight.catalogRows],
		['slipway_deployments', sight.ledgerRows],
		['slipway_releases', sight.releaseRows],
		['slipway_sums', sight.sumRows],
		['slipway_previews', sight.previewRows],
		['slipway_approvals', sight.approvalRows],
		['slipway_secret_syncs', sight.secretSyncRows],
		['slipway_costs', sight.costRows],
		['slipway_databases', sight.databaseRows],
		['slipway_audits', sight.auditRows],
	];
	return tables.filter(([, rows]) => rows === null).map(([name]) => name);
}
