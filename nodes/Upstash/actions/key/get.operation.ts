import { switchParameter } from '../../../shared/fields/parameters';
import type { Operation } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { readKey } from '../../api/redis/keys';
import { keyParameter, keyProperty } from '../../fields/key';
import { parseJsonProperty } from '../../fields/parseJson';
import { itemValue } from '../../output/itemValue';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a key',
	description: 'Read the text under a key; a key that is not there is no error',
	properties: [keyProperty, parseJsonProperty],
	async execute(context) {
		const key = keyParameter(context);
		const stored = await readKey(upstashClient(context), key);
		return { key, exists: stored !== null, value: itemValue(stored, switchParameter(context, 'parseJson')) };
	},
};
