import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { numberParameter } from '../../../shared/fields/parameters';
import { incrementScript } from '../../api/redis/scripts/counterScript';
import { numberIn, runScript, textIn } from '../../api/redis/runScript';
import { upstashClient } from '../../api/redis/redisClient';
import { keyParameter, keyProperty } from '../../fields/key';

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
		const expireSeconds = wholeNumber(context, 'expireSeconds', 'Expire a New Counter After Seconds', 0);
		const answer = await runScript(
			upstashClient(context),
			incrementScript,
			[key],
			[String(by), String(expireSeconds * 1000)],
		);
		const text = textIn(answer, 'value');
		const value = Number(text);
		const ttlMs = numberIn(answer, 'ttl') ?? -1;
		return {
			key,
			// Beyond 2^53 a number would be rounded: then it stays text.
			value: Number.isSafeInteger(value) ? value : text,
			isNew: textIn(answer, 'isNew') === '1',
			ttlSeconds: ttlMs < 0 ? null : Math.ceil(ttlMs / 1000),
		};
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
