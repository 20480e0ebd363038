import type { Operation } from '../../../shared/operation/operation';
import { switchParameter } from '../../../shared/fields/parameters';
import { itemValue, parseJsonProperty } from '../../output/itemValue';
import { upstashClient } from '../../api/redis/redisClient';
import { keyParameter, keyProperty } from '../../fields/key';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a key',
	description: 'Read the text under a key; a key that is not there is no error',
	properties: [keyProperty, parseJsonProperty],
	async execute(context) {
		const key = keyParameter(context);
		const result = await upstashClient(context).run(['GET', key], { safeToRepeat: true });
		return {
			key,
			exists: result !== null,
			value: itemValue(result, switchParameter(context, 'parseJson')),
		};
	},
};
