import { settlePage as settledPage } from '../../../deployment/ledger/outbox';
import { jsonField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';

const item = jsonField('Item', 'item', '={{ $json }}', {
	required: true,
	description:
		'The item with the prepared page under tell, what is kept by now under now, and what PagerDuty answered under sent',
});

export const settlePage: Operation = {
	value: 'settlePage',
	name: 'Settle Page',
	action: 'Settle a page',
	description: 'Decide by what PagerDuty answered whether somebody was told, and what is to be done if not',
	properties: [item],
	async execute(context) {
		return { ...settledPage(item.read(context), clock.now()) };
	},
};
