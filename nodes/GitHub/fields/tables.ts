import type { OperationContext } from '../../shared/operation/operation';
import { rowsField, wholeTable } from './ledgerRows';

/** The whole service catalog. */
export const catalogRowsField = rowsField(
	'Catalog Rows',
	'catalogRows',
	'All rows of the table slipway_services: {{ $("Read the catalog").all() }}',
);

/** The same where the step before reads it. */
export const incomingCatalogField = rowsField(
	'Catalog Rows',
	'catalogRows',
	'All rows of the table slipway_services, as the step before read them',
	{ default: '={{ $input.all() }}' },
);

/** The newest rows of the ledger. */
export const ledgerRowsField = rowsField(
	'Ledger Rows',
	'ledgerRows',
	'The newest rows of the table slipway_deployments for this repository, newest first',
);

/** The services of a release, as a round of it has them. */
export const servicesField = rowsField(
	'Services',
	'services',
	'What Service Release: See gave, each with what is live under "live": {{ $input.all() }}',
);

/** What a round of a release has read. @throws OperationFailure when a table could not be. */
export function readRound(context: OperationContext) {
	return {
		items: servicesField.read(context),
		catalogRows: wholeTable(catalogRowsField.read(context), 'slipway_services'),
		ledgerRows: wholeTable(ledgerRowsField.read(context), 'slipway_deployments'),
	};
}
