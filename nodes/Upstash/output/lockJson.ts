import type { IDataObject } from 'n8n-workflow';

import type { ScriptAnswer } from '../api/types';
import { holderIn } from '../state/lockHolder';
import type { LockNotHeld } from '../state/lockNotHeld';
import { numberIn, textIn, timeIn } from '../state/scriptAnswer';

/** A lock as *Inspect* saw it: who holds it, or who held it last. */
export function lockJson(lockName: string, answer: ScriptAnswer): IDataObject {
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
}

/** For "If Not Held: Return". */
export function notHeldJson(lockName: string, owner: string, notHeld: LockNotHeld): IDataObject {
	const { outcome, message, holder } = notHeld;
	return { name: lockName, owner, reason: outcome, message, holder };
}
