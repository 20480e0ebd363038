import { numberParameter } from '../../../shared/fields/parameters';
import type { Operation } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { expireKey } from '../../api/redis/keys';
import { keyParameter, keyProperty } from '../../fields/key';

export const expire: Operation = {
	value: 'expire',
	name: 'Expire',
	action: 'Expire a key',
	description: 'Let a key expire some time from now; "expires" is false when there is no such key',
	properties: [
		keyProperty,
		{
			displayName: 'TTL',
			name: 'ttlSeconds',
			type: 'number',
			typeOptions: { minValue: 0.001 },
			default: 3600,
			description: 'After how many seconds the key is gone',
		},
	],
	async execute(context) {
		const key = keyParameter(context);
		const ttlSeconds = numberParameter(context, 'ttlSeconds', 'TTL', { minimum: 0.001 });
		const expires = await expireKey(upstashClient(context), key, Math.round(ttlSeconds * 1000));
		return { key, expires, ttlSeconds: expires ? ttlSeconds : null };
	},
};
