import { tableRows, type TableRows } from '../../../deployment/board/boardSight';
import { newSumRows } from '../../../deployment/board/boardSums';
import { OperationFailure } from '../../../shared/operation/errors';
import { noItem, type Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { ledgerRows, releaseRows, sumRows } from '../../fields/tables';

export const sum: Operation = {
	value: 'sum',
	name: 'Sum',
	action: 'Sum up the ledger by day',
	description: 'Give the rows of the table slipway_sums that are new: of each day, and of what each service has live',
	properties: [ledgerRows, releaseRows, sumRows],
	async execute(context) {
		const rows = newSumRows({
			ledgerRows: read('slipway_deployments', tableRows('slipway_deployments', ledgerRows.read(context))),
			releaseRows: read('slipway_releases', tableRows('slipway_releases', releaseRows.read(context))),
			sumRows: read('slipway_sums', tableRows('slipway_sums', sumRows.read(context))),
			nowMs: clock.now(),
		});
		return rows.length === 0 ? noItem : rows.map((row) => ({ ...row }));
	},
};

/** What could not be read is not summed: it would pass for nothing. */
function read(table: string, rows: TableRows): readonly unknown[] {
	if (rows !== null) return rows;
	throw new OperationFailure(
		`The Data Table ${table} could not be read, so nothing was summed up`,
		'Look at the step that reads it, and at n8n under Data tables',
	);
}
