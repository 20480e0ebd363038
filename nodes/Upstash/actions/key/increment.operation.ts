import type { Operation } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { incrementKey } from '../../api/redis/keys';
import { keyField } from '../../fields/key';
import { wholeNumberField } from '../../fields/numbers';
import { counterJson } from '../../output/counterJson';

const byField = wholeNumberField(
	'By',
	'by',
	1,
	{},
	{
		description: 'How much to add: a whole number, negative to subtract',
	},
);

const expireField = wholeNumberField(
	'Expire a New Counter After (Seconds)',
	'expireSeconds',
	0,
	{ minimum: 0 },
	{
		description: 'Set in the same step, and only when this creates the counter; with 0 it never expires',
	},
);

export const increment: Operation = {
	value: 'increment',
	name: 'Increment',
	action: 'Increment a key',
	description: 'Add to a counter, which starts at 0; not retried when an answer is lost',
	properties: [keyField, byField, expireField],
	async execute(context) {
		const key = keyField.read(context);
		const change = { by: byField.read(context), ttlMs: expireField.read(context) * 1000 };
		return counterJson(key, await incrementKey(upstashClient(context), key, change));
	},
};
