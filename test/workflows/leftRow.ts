import { toLedgerRow } from '../../nodes/deployment/ledger/ledgerRow';
import { emptyRecord } from '../../nodes/deployment/ledger/record';

/** The end of a deployment, which the ledger did not take. */
export const leftRow = toLedgerRow(
	{
		...emptyRecord,
		kind: 'deploy',
		service: 'api',
		environment: 'production',
		releaseId: 'd/1',
		state: 'live',
		startedAt: '2026-11-27T02:59:00.000Z',
	},
	'2026-11-27T03:00:00.000Z',
);
