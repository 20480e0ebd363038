import type { Operation } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { readKey } from '../../api/redis/keys';
import { keyField } from '../../fields/key';
import { parseJsonField } from '../../fields/parseJson';
import { itemValue } from '../../output/itemValue';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a key',
	description: 'Read the string stored under a key; a missing key is not an error',
	properties: [keyField, parseJsonField],
	async execute(context) {
		const key = keyField.read(context);
		const stored = await readKey(upstashClient(context), key);
		return { key, exists: stored !== null, value: itemValue(stored, parseJsonField.read(context)) };
	},
};
