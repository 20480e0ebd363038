import type { IDataObject } from 'n8n-workflow';

import { concludeWork } from '../../../deployment/backups/concludeWork';
import { jsonField } from '../../../shared/fields/fields';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';

const itemField = jsonField('Item', 'item', '={{ $json }}', {
	description:
		'What List gave, with the branch under "copy" (Branch: Ensure), the task under "task" (AWS ECS), what it noted under "noted" and the dump under "object" (AWS S3)',
});

export const conclude: Operation = {
	value: 'conclude',
	name: 'Conclude',
	action: 'Say whether a backup is proven or a drill went well',
	description:
		'Judge by what lies in S3 and by the counted rows, and make the rows, the page and what GitHub Watch is told; or go on while the task runs',
	properties: [itemField],
	async execute(context) {
		const concluded = concludeWork(itemField.read(context), clock.now());
		if (concluded) return { ...concluded } as IDataObject;
		throw new ConfigurationError('Item has no work on a copy', 'Hand over an item that List gave');
	},
};
