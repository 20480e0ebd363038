import type { IDataObject } from 'n8n-workflow';

import {
	decideFailover,
	type FailoverSignal,
	positionOf,
	readSignal,
} from '../../../deployment/failover/failoverDecision';
import { stringAt } from '../../../deployment/ledger/record';
import { isRecord, listAt, numberAt, valueAt } from '../../../deployment/values/jsonFields';
import { jsonField } from '../../../shared/fields/fields';
import { rowsField } from '../../../shared/fields/tableRows';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';

const itemField = jsonField('Item', 'item', '={{ $json }}', {
	description: 'What Health Watch gave, with the records of its name under "records" (DNS Record: Get Many)',
});

const ledgerRowsField = rowsField(
	'Ledger Rows',
	'ledgerRows',
	"The newest rows of the table slipway_deployments of the name's service, newest first",
);

const catalogRowsField = rowsField('Catalog Rows', 'catalogRows', 'The rows of the table slipway_services');

export const decide: Operation = {
	value: 'decide',
	name: 'Decide',
	action: 'Decide what helps a name that is down',
	description:
		'By where its record points, what was deployed and whether the standby answers: swap, swap back, roll back, wait, or tell somebody',
	properties: [itemField, ledgerRowsField, catalogRowsField],
	async execute(context) {
		const item = itemField.read(context);
		const signal = readSignal(item);
		if (signal === null || !isRecord(item)) {
			throw new ConfigurationError('Item is not what Health Watch gave', 'Hand over its item');
		}
		const decision = decideFailover(signal, {
			...positionIn(item, signal),
			ledgerRows: rowsIn(ledgerRowsField.read(context)),
			catalogRows: rowsIn(catalogRowsField.read(context)),
			nowMs: clock.now(),
		});
		const isBack = decision.next === 'swapBack';
		return {
			...item,
			next: decision.next,
			because: decision.reason,
			fromContent: isBack ? signal.standby : signal.primary,
			toContent: isBack ? signal.primary : signal.standby,
			hand: decision.hand,
			confirm: decision.hand?.confirmation ?? '',
		} as IDataObject;
	},
};

function positionIn(item: object, signal: FailoverSignal) {
	const records = valueAt(item, 'records');
	if (valueAt(records, 'ok') !== true) {
		return { position: 'unseen', seen: stringAt(records, 'error', 'message') } as const;
	}
	const contents = listAt(records, 'items').map((record) => stringAt(record, 'content'));
	return { position: positionOf(contents, signal), seen: contents.join(' and ') || 'nothing' };
}

/** Without what stands for "no rows", or for a table that cannot be read: an outage waits for no table. */
function rowsIn(rows: readonly unknown[]): unknown[] {
	return rows.filter((row) => (numberAt(row, 'id') ?? 0) > 0);
}
