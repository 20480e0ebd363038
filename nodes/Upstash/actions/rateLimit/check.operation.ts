import { randomUUID } from 'crypto';

import { choiceField, option, requiredTextField } from '../../../shared/fields/fields';
import { ConfigurationError, OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { countCall } from '../../api/redis/slidingWindow';
import { secondsField, wholeNumberField } from '../../fields/numbers';
import { rateLimitJson } from '../../output/rateLimitJson';
import { numberIn, textIn } from '../../state/scriptAnswer';

/** Each call is an entry of its own in the database. */
const mostCalls = 10_000;

const limitNameField = requiredTextField('Limit Name', 'limitName', {
	placeholder: 'deploys/paintbox',
	description: 'What is limited: the same name is the same limit',
});

const maxCallsField = wholeNumberField(
	'Calls',
	'maxCalls',
	3,
	{ minimum: 1, maximum: mostCalls },
	{
		description: 'How many calls are allowed within the window',
	},
);

const windowField = secondsField(
	'Window (Seconds)',
	'windowSeconds',
	60,
	{ minimum: 1, maximum: 2_678_400 },
	{
		description: 'How long a call counts toward the limit',
	},
);

const costField = wholeNumberField(
	'Cost',
	'cost',
	1,
	{ minimum: 1, maximum: mostCalls },
	{
		description: 'How many calls this one counts as',
	},
);

const ifRejectedField = choiceField(
	'If Rejected',
	'ifRejected',
	[
		option('Return', 'return', 'Return an item with "allowed": false'),
		option('Fail', 'fail', 'Fail, and say when to try again'),
	],
	{ description: 'What to do when the limit is used up' },
);

export const check: Operation = {
	value: 'check',
	name: 'Check',
	action: 'Check a rate limit',
	description: 'Count a call if it is within the limit; otherwise reject it and do not count it',
	properties: [limitNameField, maxCallsField, windowField, costField, ifRejectedField],
	async execute(context) {
		const name = limitNameField.read(context);
		const call = readCall(context, name);
		const answer = await countCall(upstashClient(context), name, { id: randomUUID(), ...call });
		const isAllowed = textIn(answer, 'outcome') === 'allowed';
		if (!isAllowed && ifRejectedField.read(context) === 'fail') {
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

function readCall(context: OperationContext, limitName: string) {
	const maxCalls = maxCallsField.read(context);
	const windowMs = windowField.read(context);
	const cost = costField.read(context);
	if (cost <= maxCalls) return { maxCalls, windowMs, cost };
	throw new ConfigurationError(
		`Cost is ${cost}, and only ${maxCalls} calls are allowed: it could never be within the limit "${limitName}"`,
		'Lower Cost, or raise Calls',
	);
}
