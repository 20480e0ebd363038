import type { Operation } from '../../../shared/operation/operation';
import { requiredText } from '../../../shared/fields/parameters';
import { claimKey, inspectClaimScript } from '../../api/redis/scripts/claimScripts';
import { storedJson } from '../../output/itemValue';
import { numberIn, runScript, textIn, timeIn } from '../../api/redis/runScript';
import { upstashClient } from '../../api/redis/redisClient';

export const inspect: Operation = {
	value: 'inspect',
	name: 'Inspect',
	action: 'Inspect a claim',
	description: 'See whether work is running, done or failed, and its outcome; changes nothing',
	properties: [
		{
			displayName: 'Key',
			name: 'key',
			type: 'string',
			default: '',
			required: true,
			description: 'One of the keys that Begin was given',
		},
	],
	async execute(context) {
		const key = requiredText(context, 'key', 'Key');
		const answer = await runScript(
			upstashClient(context),
			inspectClaimScript,
			[claimKey(key)],
			[],
		);
		const stored = textIn(answer, 'state') || 'none';
		const isOver = (numberIn(answer, 'leaseUntil') ?? 0) <= (numberIn(answer, 'now') ?? 0);
		return {
			key,
			// Running beyond its lease: nobody is known to work on it.
			state: stored === 'running' && isOver ? 'abandoned' : stored,
			attempt: numberIn(answer, 'attempt'),
			by: textIn(answer, 'owner') || null,
			since: timeIn(answer, 'since'),
			leaseUntil: timeIn(answer, 'leaseUntil'),
			finishedAt: timeIn(answer, 'finished'),
			outcome: storedJson(textIn(answer, 'outcome')),
			reason: textIn(answer, 'reason') || null,
			expiresAt: timeIn(answer, 'expires'),
		};
	},
};
