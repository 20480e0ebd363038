import type { Operation } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { releaseLock } from '../../api/redis/locks';
import { ifNotHeldField, lockNameField } from '../../fields/lock';
import { ownerField } from '../../fields/owner';
import { numberIn, textIn, timeIn } from '../../state/scriptAnswer';
import { returnNotHeld } from './returnNotHeld';

export const release: Operation = {
	value: 'release',
	name: 'Release',
	action: 'Release a lock',
	description: "Free a lock that this owner holds; another owner's lock is never touched",
	properties: [lockNameField, ownerField, ifNotHeldField],
	async execute(context) {
		const name = lockNameField.read(context);
		const owner = ownerField.read(context);
		const answer = await releaseLock(upstashClient(context), { name, owner });
		const outcome = textIn(answer, 'outcome');
		// An earlier try whose answer was lost looks just like this, so it is not an error.
		if (outcome === 'alreadyReleased') return { released: true, alreadyReleased: true, name, owner };
		if (outcome !== 'released') return { released: false, ...returnNotHeld(context, { name, owner }, answer) };
		return {
			released: true,
			alreadyReleased: false,
			name,
			owner,
			token: numberIn(answer, 'token'),
			since: timeIn(answer, 'since'),
			releasedAt: timeIn(answer, 'now'),
		};
	},
};
