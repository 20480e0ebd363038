import { toLedgerRow } from '../../nodes/deployment/ledger/ledgerRow';
import { emptyRecord } from '../../nodes/deployment/ledger/record';

const deployment = {
	...emptyRecord,
	kind: 'deploy',
	service: 'api',
	environment: 'production',
	releaseId: 'd/1',
	startedAt: '2026-11-27T02:59:00.000Z',
} as const;

/** The end of a deployment, which the ledger did not take. */
export const leftRow = toLedgerRow({ ...deployment, state: 'live' }, '2026-11-27T03:00:00.000Z');

/** Its beginning. */
export const leftBeginning = { ...toLedgerRow({ ...deployment, state: 'running' }, ''), finished_at: null };
