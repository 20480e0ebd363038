import type { Operation } from '../../../shared/operation/operation';
import { textParameter } from '../../../shared/fields/parameters';
import { notHeldFailure, notHeldItem } from '../../state/lockHolder';
import { lockKeys, releaseKey, releaseMemoryMs, releaseScript } from '../../api/redis/scripts/lockScripts';
import { ownerParameter, ownerProperty } from '../../fields/owner';
import { numberIn, runScript, textIn, timeIn } from '../../api/redis/runScript';
import { upstashClient } from '../../api/redis/redisClient';
import { ifNotHeldProperty, lockNameParameter, lockNameProperty } from '../../fields/lock';

export const release: Operation = {
	value: 'release',
	name: 'Release',
	action: 'Release a lock',
	description: 'Free a lock that this owner holds; never one that another holds',
	properties: [lockNameProperty, ownerProperty, ifNotHeldProperty],
	async execute(context) {
		const lockName = lockNameParameter(context);
		const owner = ownerParameter(context);
		const answer = await runScript(
			upstashClient(context),
			releaseScript,
			[...lockKeys(lockName), releaseKey(lockName, owner)],
			[owner, String(releaseMemoryMs)],
		);
		const outcome = textIn(answer, 'outcome');
		// An earlier try whose answer was lost looks just like this, so it is no error.
		if (outcome === 'alreadyReleased') {
			return { released: true, alreadyReleased: true, name: lockName, owner };
		}
		if (outcome === 'released') {
			return {
				released: true,
				alreadyReleased: false,
				name: lockName,
				owner,
				token: numberIn(answer, 'token'),
				since: timeIn(answer, 'since'),
				releasedAt: timeIn(answer, 'now'),
			};
		}
		if (textParameter(context, 'ifNotHeld') === 'return') {
			return { released: false, ...notHeldItem(lockName, owner, answer) };
		}
		throw notHeldFailure(lockName, owner, answer);
	},
};
