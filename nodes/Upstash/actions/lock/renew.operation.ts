import type { Operation } from '../../../shared/operation/operation';
import { textParameter } from '../../../shared/fields/parameters';
import { holderIn, notHeldFailure, notHeldItem } from '../../state/lockHolder';
import { lockKeys, releaseKey, renewScript } from '../../api/redis/scripts/lockScripts';
import { ownerParameter, ownerProperty } from '../../fields/owner';
import { runScript, textIn } from '../../api/redis/runScript';
import { upstashClient } from '../../api/redis/redisClient';
import {
	ifNotHeldProperty,
	lockNameParameter,
	lockNameProperty,
	lockTtlMsParameter,
	lockTtlProperty,
} from '../../fields/lock';

export const renew: Operation = {
	value: 'renew',
	name: 'Renew',
	action: 'Renew a lock',
	description: 'Start the TTL of a lock anew, if this owner still holds it; never makes it shorter',
	properties: [lockNameProperty, lockTtlProperty, ownerProperty, ifNotHeldProperty],
	async execute(context) {
		const lockName = lockNameParameter(context);
		const owner = ownerParameter(context);
		const answer = await runScript(
			upstashClient(context),
			renewScript,
			[...lockKeys(lockName), releaseKey(lockName, owner)],
			[owner, String(lockTtlMsParameter(context))],
		);
		if (textIn(answer, 'outcome') === 'renewed') {
			return { renewed: true, name: lockName, ...holderIn(answer) };
		}
		if (textParameter(context, 'ifNotHeld') === 'return') {
			return { renewed: false, ...notHeldItem(lockName, owner, answer) };
		}
		throw notHeldFailure(lockName, owner, answer);
	},
};
