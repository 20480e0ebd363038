import { randomUUID } from 'crypto';

import { numberParameter, requiredText, textParameter } from '../../../shared/fields/parameters';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { countCall } from '../../api/redis/slidingWindow';
import { rateLimitJson } from '../../output/rateLimitJson';
import { numberIn, textIn } from '../../state/scriptAnswer';

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
		const call = callParameter(context, name);
		const answer = await countCall(upstashClient(context), name, { id: randomUUID(), ...call });
		const isAllowed = textIn(answer, 'outcome') === 'allowed';
		if (!isAllowed && textParameter(context, 'ifRejected') === 'fail') {
			const retryAfterMs = numberIn(answer, 'retryAfter') ?? 0;
			throw new OperationFailure(
				`The rate limit "${name}" is used up: ${numberIn(answer, 'used') ?? 0} of ${call.maxCalls} calls in ${call.windowMs / 1000} s`,
				`Try again in ${Math.ceil(retryAfterMs / 1000)} s`,
				{ retryAfterMs },
			);
		}
		return rateLimitJson(name, call.maxCalls, answer);
	},
};

function callParameter(context: OperationContext, limitName: string) {
	const maxCalls = wholeNumber(context, 'maxCalls', 'Calls', mostCalls);
	const windowMs = Math.round(
		numberParameter(context, 'windowSeconds', 'Window', { minimum: 1, maximum: 2_678_400 }) * 1000,
	);
	const cost = wholeNumber(context, 'cost', 'Cost', mostCalls);
	if (cost <= maxCalls) return { maxCalls, windowMs, cost };
	throw new OperationFailure(
		`Cost is ${cost}, and only ${maxCalls} calls are allowed: it could never be within the limit "${limitName}"`,
		'Lower Cost, or raise Calls',
	);
}

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
