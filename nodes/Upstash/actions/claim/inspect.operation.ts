import { requiredText } from '../../../shared/fields/parameters';
import type { Operation } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { inspectClaim } from '../../api/redis/claims';
import { claimJson } from '../../output/claimJson';

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
		return claimJson(key, await inspectClaim(upstashClient(context), key));
	},
};
