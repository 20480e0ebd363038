import { requiredTextField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { inspectClaim } from '../../api/redis/claims';
import { claimJson } from '../../output/claimJson';

const keyField = requiredTextField('Key', 'key', { description: 'One of the keys that Begin was given' });

export const inspect: Operation = {
	value: 'inspect',
	name: 'Inspect',
	action: 'Inspect a claim',
	description: 'See whether work is running, done or failed, and its outcome; changes nothing',
	properties: [keyField],
	async execute(context) {
		const key = keyField.read(context);
		return claimJson(key, await inspectClaim(upstashClient(context), key));
	},
};
