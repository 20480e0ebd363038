import type { Operation } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { renewLock } from '../../api/redis/locks';
import { ifNotHeldField, lockNameField, lockTtlField } from '../../fields/lock';
import { ownerField } from '../../fields/owner';
import { holderIn } from '../../state/lockHolder';
import { textIn } from '../../state/scriptAnswer';
import { returnNotHeld } from './returnNotHeld';

export const renew: Operation = {
	value: 'renew',
	name: 'Renew',
	action: 'Renew a lock',
	description: 'Restart the TTL of a lock that this owner still holds; never makes it shorter',
	properties: [lockNameField, lockTtlField, ownerField, ifNotHeldField],
	async execute(context) {
		const name = lockNameField.read(context);
		const owner = ownerField.read(context);
		const answer = await renewLock(upstashClient(context), { name, owner }, lockTtlField.read(context));
		return textIn(answer, 'outcome') === 'renewed'
			? { renewed: true, name, ...holderIn(answer) }
			: { renewed: false, ...returnNotHeld(context, { name, owner }, answer) };
	},
};
