import { tableRows } from '../../../deployment/board/boardSight';
import { costPicture } from '../../../deployment/costs/costPicture';
import { costReport } from '../../../deployment/costs/costReport';
import { jsonField } from '../../../shared/fields/fields';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { costRows } from '../../fields/tables';

const item = jsonField('Item', 'item', '={{ $json }}', {
	required: true,
	description: "What has the platforms' answers to Usage: Get, each under its platform's name",
});

export const report: Operation = {
	value: 'report',
	name: 'Report',
	action: 'Report the costs',
	description:
		'Compare what each platform says of its costs with its budget: rows for the table slipway_costs, pages, and a picture of the months',
	properties: [item, costRows],
	async execute(context) {
		const rows = tableRows('slipway_costs', costRows.read(context));
		if (rows === null) {
			// Without what was told already, each week would page anew.
			throw new OperationFailure(
				'The Data Table slipway_costs could not be read, so nothing is reported',
				'Look at the step that reads it, and at n8n under Data tables; "Slipway 00: Set up" makes the table',
			);
		}
		const nowMs = clock.now();
		const { rows: written, pages, entries, lines } = costReport({ item: item.read(context), costRows: rows, nowMs });
		return {
			rows: written.map((row) => ({ ...row })),
			pages: pages.map((page) => ({ ...page })),
			lines: [...lines],
			picture: costPicture(entries, nowMs),
		};
	},
};
