import type { Operation } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { deleteKey } from '../../api/redis/keys';
import { keyField } from '../../fields/key';

export const remove: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a key',
	description: 'Remove a key of any kind; a missing key is not an error',
	properties: [keyField],
	async execute(context) {
		const key = keyField.read(context);
		await deleteKey(upstashClient(context), key);
		// Whether it was there before is not said: after a lost answer, the second try would deny it.
		return { key, deleted: true };
	},
};
