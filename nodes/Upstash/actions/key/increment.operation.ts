import { numberParameter } from '../../../shared/fields/parameters';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { incrementKey } from '../../api/redis/keys';
import { keyParameter, keyProperty } from '../../fields/key';
import { counterJson } from '../../output/counterJson';

export const increment: Operation = {
	value: 'increment',
	name: 'Increment',
	action: 'Increment a key',
	description: 'Add to a counter, which starts at 0; not tried again when an answer is lost',
	properties: [
		keyProperty,
		{
			displayName: 'By',
			name: 'by',
			type: 'number',
			default: 1,
			description: 'How much to add, a whole number; below 0 subtracts',
		},
		{
			displayName: 'Expire a New Counter After Seconds',
			name: 'expireSeconds',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'Set in the same step, and only when this makes the counter; 0 keeps it for good',
		},
	],
	async execute(context) {
		const key = keyParameter(context);
		const by = wholeNumber(context, 'by', 'By', Number.MIN_SAFE_INTEGER);
		const ttlMs = wholeNumber(context, 'expireSeconds', 'Expire a New Counter After Seconds', 0) * 1000;
		return counterJson(key, await incrementKey(upstashClient(context), key, { by, ttlMs }));
	},
};

function wholeNumber(
	context: OperationContext,
	name: string,
	label: string,
	minimum: number,
): number {
	const number = numberParameter(context, name, label, { minimum });
	if (Number.isSafeInteger(number)) return number;
	throw new OperationFailure(`${label} must be a whole number, not ${number}`, `Correct ${label}`);
}
