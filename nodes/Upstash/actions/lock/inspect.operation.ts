import type { Operation } from '../../../shared/operation/operation';
import { holderIn } from '../../state/lockHolder';
import { inspectLockScript, lockKeys } from '../../api/redis/scripts/lockScripts';
import { numberIn, runScript, textIn, timeIn } from '../../api/redis/runScript';
import { upstashClient } from '../../api/redis/redisClient';
import { lockNameParameter, lockNameProperty } from '../../fields/lock';

export const inspect: Operation = {
	value: 'inspect',
	name: 'Inspect',
	action: 'Inspect a lock',
	description: 'See who holds a lock, since and until when, or who held it last; changes nothing',
	properties: [lockNameProperty],
	async execute(context) {
		const lockName = lockNameParameter(context);
		const answer = await runScript(
			upstashClient(context),
			inspectLockScript,
			lockKeys(lockName),
			[],
		);
		const isHeld = textIn(answer, 'outcome') === 'held';
		const holder = holderIn(answer);
		return {
			held: isHeld,
			name: lockName,
			owner: isHeld ? holder.owner : null,
			token: holder.token,
			since: holder.since,
			until: holder.until,
			note: isHeld ? holder.note : null,
			last: {
				owner: textIn(answer, 'lastOwner') || null,
				token: numberIn(answer, 'lastToken'),
				since: timeIn(answer, 'lastSince'),
				until: timeIn(answer, 'lastUntil'),
				releasedAt: timeIn(answer, 'lastReleased'),
			},
		};
	},
};
