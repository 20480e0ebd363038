import { readString } from '../json';
import type { PublicApi } from '../n8n/publicApi';
import type { SandboxClient } from './sandboxClient';

/** One row of the ledger's table of deployments. */
export interface LedgerRow {
	readonly releaseId: string;
	readonly service: string;
	readonly commit: string;
	/** `deploy` or `rollback`. */
	readonly kind: string;
	readonly state: string;
	readonly verified: boolean;
	readonly deploymentId: string;
	readonly reason: string;
}

/** What Slipway wrote down, and what it still holds. */
export interface Books {
	readonly ledger: readonly LedgerRow[];
	/** Redis keys of the locks that are held. */
	readonly locks: readonly string[];
}

const LEDGER_TABLE = 'slipway_deployments';

/** Reads both. Raises when this n8n has no ledger: then the set-up workflow never ran. */
export async function readBooks(api: PublicApi, sandbox: SandboxClient): Promise<Books> {
	const table = (await api.listDataTables()).find(({ name }) => name === LEDGER_TABLE);
	if (!table) throw new Error(`n8n has no Data Table ${LEDGER_TABLE}. Run the workflow "Slipway 00: Set up" there.`);
	const [rows, locks] = await Promise.all([api.listRows(table.id), sandbox.locks()]);
	return {
		locks,
		ledger: rows.map((row) => ({
			releaseId: readString(row, 'release_id') ?? '',
			service: readString(row, 'service') ?? '',
			commit: readString(row, 'commit') ?? '',
			kind: readString(row, 'kind') ?? '',
			state: readString(row, 'state') ?? '',
			verified: row.verified === true,
			deploymentId: readString(row, 'deployment_id') ?? '',
			reason: readString(row, 'reason') ?? '',
		})),
	};
}
