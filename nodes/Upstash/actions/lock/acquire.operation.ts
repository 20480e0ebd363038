import { cutText } from '../../../deployment/values/text';
import { numberParameter, textParameter } from '../../../shared/fields/parameters';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { upstashClient } from '../../api/client';
import { acquireLock } from '../../changes/acquireLock';
import { lockNameParameter, lockNameProperty, lockTtlMsParameter, lockTtlProperty } from '../../fields/lock';
import { ownerParameter, ownerProperty } from '../../fields/owner';
import { describeHolder } from '../../state/lockHolder';

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
		const name = lockNameParameter(context);
		const owner = ownerParameter(context);
		const { isAcquired, wasHeld, holder, waitedSeconds } = await acquireLock(upstashClient(context), {
			name,
			owner,
			ttlMs: lockTtlMsParameter(context),
			note: cutText(textParameter(context, 'note'), maxNoteLength),
			timeoutMs: numberParameter(context, 'waitSeconds', 'Wait Up To', { minimum: 0, maximum: 86_400 }) * 1000,
			cancelSignal: cancelSignalOf(context),
		});
		if (isAcquired) return { acquired: true, name, ...holder, alreadyHeld: wasHeld, waitedSeconds };
		if (textParameter(context, 'ifNotAcquired') === 'return') {
			return { acquired: false, name, owner, holder, waitedSeconds };
		}
		throw new OperationFailure(
			`The lock "${name}" was not acquired within ${waitedSeconds} s: it is ${describeHolder(holder)}`,
			'Wait longer, or look whether its owner still works. If it is dead, the lock frees itself at the time above',
			{ holder },
		);
	},
};
