import { rowsField } from './ledgerRows';

/** The whole service catalog. */
export const catalogRowsField = rowsField(
	'Catalog Rows',
	'catalogRows',
	'All rows of the table slipway_services: {{ $("Read the catalog").all() }}',
);

/** The newest rows of the ledger. */
export const ledgerRowsField = rowsField(
	'Ledger Rows',
	'ledgerRows',
	'The newest rows of the table slipway_deployments for this repository, newest first',
);
