import { numberField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { expireKey } from '../../api/redis/keys';
import { keyField } from '../../fields/key';

const ttlField = numberField(
	'TTL (Seconds)',
	'ttlSeconds',
	3600,
	{ minimum: 0.001 },
	{
		description: 'How long the key still lives',
	},
);

export const expire: Operation = {
	value: 'expire',
	name: 'Expire',
	action: 'Expire a key',
	description: 'Let a key expire after a time; "expires" is false when the key is missing',
	properties: [keyField, ttlField],
	async execute(context) {
		const key = keyField.read(context);
		const ttlSeconds = ttlField.read(context);
		const expires = await expireKey(upstashClient(context), key, Math.round(ttlSeconds * 1000));
		return { key, expires, ttlSeconds: expires ? ttlSeconds : null };
	},
};
