import type { Operation } from '../../../shared/operation/operation';
import { numberParameter } from '../../../shared/fields/parameters';
import { upstashClient } from '../../api/redis/redisClient';
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
		const result = await upstashClient(context).run(
			['PEXPIRE', key, String(Math.round(ttlSeconds * 1000))],
			{ safeToRepeat: true },
		);
		return { key, expires: result === 1, ttlSeconds: result === 1 ? ttlSeconds : null };
	},
};
