import { randomUUID } from 'crypto';

import { requiredTextField, textField } from '../../../shared/fields/fields';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { beginClaim } from '../../api/redis/claims';
import { secondsField } from '../../fields/numbers';
import { itemOwnerField } from '../../fields/owner';
import { begunJson } from '../../output/claimJson';
import { claimTokenFor } from '../../state/claimToken';

const keyField = requiredTextField('Key', 'key', {
	placeholder: 'delivery/72d3162e-cc78-11e3-81ab-4c9367dc0958',
	description: 'What identifies the work, such as the ID of the delivery',
});

const secondKeyField = textField('Second Key', 'secondKey', {
	placeholder: 'candlefish-ai/paintbox@abc1234/production',
	description:
		'Another identity of the same work, such as repository, commit and environment. Granted only if both are free.',
});

const leaseField = secondsField(
	'Lease (Seconds)',
	'leaseSeconds',
	1800,
	{ minimum: 1, maximum: 604_800 },
	{
		description:
			'After this time a run that has not ended counts as dead, and another may begin. Set it longer than the work may take.',
	},
);

const ttlField = secondsField(
	'TTL (Seconds)',
	'ttlSeconds',
	604_800,
	{ minimum: 1, maximum: 31_536_000 },
	{
		description: 'How long the record and its outcome are kept; a full database with eviction on drops them sooner',
	},
);

export const begin: Operation = {
	value: 'begin',
	name: 'Begin',
	action: 'Begin a claim',
	description:
		'Ask whether this work may run: granted to one run, until it fails or its lease runs out; never again once it is done',
	properties: [keyField, secondKeyField, leaseField, ttlField, itemOwnerField],
	async execute(context) {
		const keys = readKeys(context);
		const answer = await beginClaim(upstashClient(context), keys, {
			owner: itemOwnerField.read(context),
			claimToken: claimTokenFor(keys, randomUUID()),
			...readTimes(context),
		});
		return begunJson(keys, answer);
	},
};

function readKeys(context: OperationContext): string[] {
	const key = keyField.read(context);
	const secondKey = secondKeyField.read(context);
	return secondKey === '' || secondKey === key ? [key] : [key, secondKey];
}

function readTimes(context: OperationContext): { readonly leaseMs: number; readonly ttlMs: number } {
	const leaseMs = leaseField.read(context);
	const ttlMs = ttlField.read(context);
	if (ttlMs >= leaseMs) return { leaseMs, ttlMs };
	throw new ConfigurationError(
		`The TTL of ${ttlMs / 1000} s is shorter than the lease of ${leaseMs / 1000} s: the record would be forgotten while its work runs`,
		'Make the TTL at least as long as the lease',
	);
}
