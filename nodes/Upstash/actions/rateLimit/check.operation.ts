import { randomUUID } from 'crypto';

import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { numberParameter, requiredText, textParameter } from '../../../shared/fields/parameters';
import { rateLimitKeyPrefix, rateLimitScript } from '../../api/redis/scripts/rateLimitScript';
import { numberIn, runScript, textIn, timeIn } from '../../api/redis/runScript';
import { upstashClient } from '../../api/redis/redisClient';

/** Each call is an entry of its own in the database. */
const mostCalls = 10_000;

export const check: Operation = {
	value: 'check',
	name: 'Check',
	action: 'Check a rate limit',
	description: 'Count a call if it is within the limit; one that is not is rejected and not counted',
	properties: [
		{
			displayName: 'Limit Name',
			name: 'limitName',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'deploys/paintbox',
			description: 'What is limited: the same name is the same limit',
		},
		{
			displayName: 'Calls',
			name: 'maxCalls',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10000 },
			default: 3,
			description: 'How many calls are allowed within the window',
		},
		{
			displayName: 'Window',
			name: 'windowSeconds',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 2678400 },
			default: 60,
			description: 'How many seconds a call counts for',
		},
		{
			displayName: 'Cost',
			name: 'cost',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 1,
			description: 'As how many calls this one counts',
		},
		{
			displayName: 'If Rejected',
			name: 'ifRejected',
			type: 'options',
			options: [
				{ name: 'Fail', value: 'fail', description: 'Fail, and say when to try again' },
				{ name: 'Return', value: 'return', description: 'Return an item with "allowed": false' },
			],
			default: 'return',
			description: 'What to do when the limit is used up',
		},
	],
	async execute(context) {
		const name = requiredText(context, 'limitName', 'Limit Name');
		const maxCalls = wholeNumber(context, 'maxCalls', 'Calls', mostCalls);
		const windowMs = Math.round(
			numberParameter(context, 'windowSeconds', 'Window', { minimum: 1, maximum: 2_678_400 }) * 1000,
		);
		const cost = wholeNumber(context, 'cost', 'Cost', mostCalls);
		if (cost > maxCalls) {
			throw new OperationFailure(
				`Cost is ${cost}, and only ${maxCalls} calls are allowed: it could never be within the limit "${name}"`,
				'Lower Cost, or raise Calls',
			);
		}
		const answer = await runScript(
			upstashClient(context),
			rateLimitScript,
			[`${rateLimitKeyPrefix}${name}`],
			[randomUUID(), String(maxCalls), String(windowMs), String(cost)],
		);
		const allowed = textIn(answer, 'outcome') === 'allowed';
		const retryAfterMs = numberIn(answer, 'retryAfter') ?? 0;
		const used = numberIn(answer, 'used') ?? 0;
		if (!allowed && textParameter(context, 'ifRejected') === 'fail') {
			throw new OperationFailure(
				`The rate limit "${name}" is used up: ${used} of ${maxCalls} calls in ${windowMs / 1000} s`,
				`Try again in ${Math.ceil(retryAfterMs / 1000)} s`,
				{ retryAfterMs },
			);
		}
		return {
			allowed,
			name,
			limit: maxCalls,
			used,
			// A limit that was lowered may have more calls in its window than it allows.
			remaining: Math.max(0, maxCalls - used),
			retryAfterMs,
			resetAt: timeIn(answer, 'resetAt'),
		};
	},
};

function wholeNumber(
	context: OperationContext,
	name: string,
	label: string,
	maximum: number,
): number {
	const number = numberParameter(context, name, label, { minimum: 1, maximum });
	if (Number.isInteger(number)) return number;
	throw new OperationFailure(`${label} must be a whole number, not ${number}`, `Correct ${label}`);
}
