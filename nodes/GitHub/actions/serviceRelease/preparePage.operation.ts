import { preparePage as preparedPage } from '../../../deployment/ledger/outbox';
import { jsonField } from '../../../shared/fields/fields';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';

const item = jsonField('Item', 'item', '={{ $json }}', {
	required: true,
	description: 'What has a page under announcement, or is a page that was kept',
});

export const preparePage: Operation = {
	value: 'preparePage',
	name: 'Prepare Page',
	action: 'Prepare a page',
	description: 'Make the page that an item announces, and the command that keeps it until somebody was told',
	properties: [item],
	async execute(context) {
		const prepared = preparedPage(item.read(context), context.functions.getExecutionId(), clock.now());
		if (prepared) return { ...prepared };
		throw new ConfigurationError(
			'Item has no page',
			'Hand over an item with announcement.page, or a page with its key',
		);
	},
};
