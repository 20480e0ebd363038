import { randomUUID } from 'crypto';

import { numberParameter, requiredText, textParameter } from '../../../shared/fields/parameters';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { beginClaim } from '../../api/redis/claims';
import { itemOwnerParameter, ownerProperty } from '../../fields/owner';
import { begunJson } from '../../output/claimJson';
import { claimTokenFor } from '../../state/claimToken';

export const begin: Operation = {
	value: 'begin',
	name: 'Begin',
	action: 'Begin a claim',
	description: 'Ask whether this work may run: granted to one, until it fails or its lease runs out; never again once done',
	properties: [
		{
			displayName: 'Key',
			name: 'key',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'delivery/72d3162e-cc78-11e3-81ab-4c9367dc0958',
			description: 'What identifies the work, such as the delivery\'s ID',
		},
		{
			displayName: 'Second Key',
			name: 'secondKey',
			type: 'string',
			default: '',
			placeholder: 'candlefish-ai/paintbox@abc1234/production',
			description: 'Another identity of the same work, such as repository, commit and environment. It is granted only if both are free.',
		},
		{
			displayName: 'Lease',
			name: 'leaseSeconds',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 604800 },
			default: 1800,
			description: 'After how many seconds without an end the run counts as dead, and another may begin. Longer than the work may take.',
		},
		{
			displayName: 'TTL',
			name: 'ttlSeconds',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 31536000 },
			default: 604800,
			description: 'For how many seconds the record, and so its outcome, is remembered; a full database with eviction on forgets it sooner',
		},
		{
			...ownerProperty,
			placeholder: 'this item of this execution',
			description:
				'Who begins it, as others will read it. The same owner asking again is granted again; left empty, it is this item of this execution.',
		},
	],
	async execute(context) {
		const keys = keysParameter(context);
		const answer = await beginClaim(upstashClient(context), keys, {
			owner: itemOwnerParameter(context),
			claimToken: claimTokenFor(keys, randomUUID()),
			...timesParameter(context),
		});
		return begunJson(keys, answer);
	},
};

function keysParameter(context: OperationContext): string[] {
	const key = requiredText(context, 'key', 'Key');
	const secondKey = textParameter(context, 'secondKey');
	return secondKey === '' || secondKey === key ? [key] : [key, secondKey];
}

function timesParameter(context: OperationContext): { readonly leaseMs: number; readonly ttlMs: number } {
	const leaseSeconds = numberParameter(context, 'leaseSeconds', 'Lease', { minimum: 1, maximum: 604_800 });
	const ttlSeconds = numberParameter(context, 'ttlSeconds', 'TTL', { minimum: 1, maximum: 31_536_000 });
	if (ttlSeconds >= leaseSeconds) {
		return { leaseMs: Math.round(leaseSeconds * 1000), ttlMs: Math.round(ttlSeconds * 1000) };
	}
	throw new OperationFailure(
		`The TTL of ${ttlSeconds} s is shorter than the lease of ${leaseSeconds} s: the record would be forgotten while its work runs`,
		'Make the TTL at least as long as the lease',
	);
}
