import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { numberParameter, requiredText, textParameter } from '../../../shared/fields/parameters';
import { beginScript, claimKey } from '../../api/redis/scripts/claimScripts';
import { createClaimToken } from '../../state/claimToken';
import { storedJson } from '../../output/itemValue';
import { itemOwnerParameter, ownerProperty } from '../../fields/owner';
import { numberIn, runScript, textIn, timeIn } from '../../api/redis/runScript';
import { upstashClient } from '../../api/redis/redisClient';

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
		const leaseSeconds = numberParameter(context, 'leaseSeconds', 'Lease', {
			minimum: 1,
			maximum: 604_800,
		});
		const ttlSeconds = numberParameter(context, 'ttlSeconds', 'TTL', {
			minimum: 1,
			maximum: 31_536_000,
		});
		if (ttlSeconds < leaseSeconds) {
			throw new OperationFailure(
				`The TTL of ${ttlSeconds} s is shorter than the lease of ${leaseSeconds} s: the record would be forgotten while its work runs`,
				'Make the TTL at least as long as the lease',
			);
		}
		const answer = await runScript(upstashClient(context), beginScript, keys.map(claimKey), [
			itemOwnerParameter(context),
			createClaimToken(keys),
			String(Math.round(leaseSeconds * 1000)),
			String(Math.round(ttlSeconds * 1000)),
		]);
		const record = {
			keys,
			attempt: numberIn(answer, 'attempt'),
			by: textIn(answer, 'owner'),
			since: timeIn(answer, 'since'),
			leaseUntil: timeIn(answer, 'leaseUntil'),
		};
		if (textIn(answer, 'granted') !== '1') {
			return {
				granted: false,
				state: textIn(answer, 'state'),
				...record,
				blockedBy: keys[(numberIn(answer, 'blockedBy') ?? 1) - 1] ?? null,
				finishedAt: timeIn(answer, 'finished'),
				outcome: storedJson(textIn(answer, 'outcome')),
			};
		}
		const previousState = textIn(answer, 'previousState');
		return {
			granted: true,
			state: 'running',
			...record,
			claimToken: textIn(answer, 'claim'),
			repeated: textIn(answer, 'repeated') === '1',
			previous:
				previousState === ''
					? null
					: {
							// Still "running", yet granted: its lease had run out.
							state: previousState === 'running' ? 'abandoned' : previousState,
							by: textIn(answer, 'previousOwner'),
							since: timeIn(answer, 'previousSince'),
							reason: textIn(answer, 'previousReason') || null,
						},
		};
	},
};

function keysParameter(context: OperationContext): string[] {
	const key = requiredText(context, 'key', 'Key');
	const secondKey = textParameter(context, 'secondKey');
	return secondKey === '' || secondKey === key ? [key] : [key, secondKey];
}
