import { cutText } from '../../../deployment/values/text';
import { choiceField, option, textField } from '../../../shared/fields/fields';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { upstashClient } from '../../api/client';
import { acquireLock } from '../../changes/acquireLock';
import { lockNameField, lockTtlField } from '../../fields/lock';
import { secondsField } from '../../fields/numbers';
import { ownerField } from '../../fields/owner';
import { describeHolder } from '../../state/lockHolder';

const waitField = secondsField(
	'Wait Up To (Seconds)',
	'waitSeconds',
	60,
	{ minimum: 0, maximum: 86_400 },
	{
		description: 'How long to wait while another owner holds the lock; 0 asks once',
	},
);

const ifNotAcquiredField = choiceField(
	'If Not Acquired',
	'ifNotAcquired',
	[
		option('Fail', 'fail', 'Fail, and say who holds it, since and until when'),
		option('Return', 'return', 'Return an item with "acquired": false and the holder'),
	],
	{ description: 'What to do when another owner still holds the lock after the wait' },
);

const noteField = textField('Note', 'note', {
	placeholder: 'deploys abc1234 for push 72d3162e',
	description: 'What the lock is held for, shown to whoever waits',
});

/** A note is for people who wait. */
const maxNoteLength = 500;

export const acquire: Operation = {
	value: 'acquire',
	name: 'Acquire',
	action: 'Acquire a lock',
	description: 'Take a lock, waiting while another owner holds it; repeated by the same owner it gives the same token',
	properties: [lockNameField, lockTtlField, waitField, ifNotAcquiredField, ownerField, noteField],
	async execute(context) {
		const name = lockNameField.read(context);
		const owner = ownerField.read(context);
		const { isAcquired, wasHeld, holder, waitedSeconds } = await acquireLock(upstashClient(context), {
			name,
			owner,
			ttlMs: lockTtlField.read(context),
			note: cutText(noteField.read(context), maxNoteLength),
			timeoutMs: waitField.read(context),
			cancelSignal: cancelSignalOf(context),
		});
		if (isAcquired) return { acquired: true, name, ...holder, alreadyHeld: wasHeld, waitedSeconds };
		if (ifNotAcquiredField.read(context) === 'return') {
			return { acquired: false, name, owner, holder, waitedSeconds };
		}
		throw new OperationFailure(
			`The lock "${name}" was not acquired within ${waitedSeconds} s: it is ${describeHolder(holder)}`,
			'Wait longer, or check whether its owner is still running. If it has died, the lock frees itself at the time above',
			{ holder },
		);
	},
};
