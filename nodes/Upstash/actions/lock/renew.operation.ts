import type { Operation } from '../../../shared/operation/operation';
import { upstashClient } from '../../api/client';
import { renewLock } from '../../api/redis/locks';
import {
	ifNotHeldProperty,
	lockNameParameter,
	lockNameProperty,
	lockTtlMsParameter,
	lockTtlProperty,
} from '../../fields/lock';
import { ownerParameter, ownerProperty } from '../../fields/owner';
import { holderIn } from '../../state/lockHolder';
import { textIn } from '../../state/scriptAnswer';
import { returnNotHeld } from './returnNotHeld';

export const renew: Operation = {
	value: 'renew',
	name: 'Renew',
	action: 'Renew a lock',
	description: 'Start the TTL of a lock anew, if this owner still holds it; never makes it shorter',
	properties: [lockNameProperty, lockTtlProperty, ownerProperty, ifNotHeldProperty],
	async execute(context) {
		const name = lockNameParameter(context);
		const owner = ownerParameter(context);
		const answer = await renewLock(upstashClient(context), { name, owner }, lockTtlMsParameter(context));
		return textIn(answer, 'outcome') === 'renewed'
			? { renewed: true, name, ...holderIn(answer) }
			: { renewed: false, ...returnNotHeld(context, { name, owner }, answer) };
	},
};
