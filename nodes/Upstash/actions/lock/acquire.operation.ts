import { cutText } from '../../../deployment/values/text';
import { clock } from '../../../shared/waiting/clock';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { numberParameter, textParameter } from '../../../shared/fields/parameters';
import { pollUntil } from '../../../shared/waiting/pollUntil';
import { describeHolder, holderIn } from '../../state/lockHolder';
import { acquireScript, lockKeys, releaseKey } from '../../api/redis/scripts/lockScripts';
import { ownerParameter, ownerProperty } from '../../fields/owner';
import { runScript, textIn } from '../../api/redis/runScript';
import { upstashClient } from '../../api/redis/redisClient';
import {
	lockNameParameter,
	lockNameProperty,
	lockTtlMsParameter,
	lockTtlProperty,
} from '../../fields/lock';

/** A note is for people who wait. */
const maxNoteLength = 500;

export const acquire: Operation = {
	value: 'acquire',
	name: 'Acquire',
	action: 'Acquire a lock',
	description: 'Take a lock, waiting for it if another holds it; again as the same owner gives the same token',
	properties: [
		lockNameProperty,
		lockTtlProperty,
		{
			displayName: 'Wait Up To',
			name: 'waitSeconds',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 86400 },
			default: 60,
			description: 'How many seconds to wait while another holds the lock; 0 asks once',
		},
		{
			displayName: 'If Not Acquired',
			name: 'ifNotAcquired',
			type: 'options',
			options: [
				{ name: 'Fail', value: 'fail', description: 'Fail, and say who holds it, since and until when' },
				{ name: 'Return', value: 'return', description: 'Return an item with "acquired": false and the holder' },
			],
			default: 'fail',
			description: 'What to do when another still holds the lock after the wait',
		},
		ownerProperty,
		{
			displayName: 'Note',
			name: 'note',
			type: 'string',
			default: '',
			placeholder: 'deploys abc1234 for push 72d3162e',
			description: 'What it is held for, shown to whoever waits',
		},
	],
	async execute(context) {
		const lockName = lockNameParameter(context);
		const ttlMs = lockTtlMsParameter(context);
		const owner = ownerParameter(context);
		const note = cutText(textParameter(context, 'note'), maxNoteLength);
		const timeoutMs =
			numberParameter(context, 'waitSeconds', 'Wait Up To', { minimum: 0, maximum: 86_400 }) * 1000;
		const client = upstashClient(context);
		const keys = [...lockKeys(lockName), releaseKey(lockName, owner)];
		const { outcome, value, waitedMs } = await pollUntil({
			what: `the lock "${lockName}"`,
			timeoutMs,
			// Each waiter has a pace of its own, so that they do not ask in step.
			policy: {
				firstIntervalMs: Math.round(250 + 500 * clock.random()),
				maxIntervalMs: Math.round(2_000 + 2_000 * clock.random()),
				growth: 0.1,
			},
			cancelSignal: context.functions.getExecutionCancelSignal(),
			read: async () => await runScript(client, acquireScript, keys, [owner, String(ttlMs), note]),
			assess: (answer) =>
				textIn(answer, 'outcome') === 'heldByOther'
					? { phase: 'pending', seen: describeHolder(holderIn(answer)) }
					: { phase: 'succeeded', seen: 'acquired' },
		});
		const holder = holderIn(value);
		const waitedSeconds = Math.round(waitedMs / 100) / 10;
		if (outcome === 'succeeded') {
			return {
				acquired: true,
				name: lockName,
				...holder,
				alreadyHeld: textIn(value, 'outcome') === 'alreadyHeld',
				waitedSeconds,
			};
		}
		if (textParameter(context, 'ifNotAcquired') === 'return') {
			return { acquired: false, name: lockName, owner, holder, waitedSeconds };
		}
		throw new OperationFailure(
			`The lock "${lockName}" was not acquired within ${waitedSeconds} s: it is ${describeHolder(holder)}`,
			'Wait longer, or look whether its owner still works. If it is dead, the lock frees itself at the time above',
			{ holder },
		);
	},
};
