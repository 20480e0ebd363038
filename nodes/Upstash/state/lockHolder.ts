import type { IDataObject } from 'n8n-workflow';

import { OperationFailure } from '../../shared/operation/errors';
import { numberIn, type ScriptAnswer, textIn, timeIn } from '../api/redis/runScript';

/** Who holds a lock, for an item. Times in ISO 8601, by the database's clock. */
export type LockHolder = {
	owner: string;
	token: number | null;
	since: string | null;
	/** When it frees itself; null for a lock whose TTL was taken away by hand. */
	until: string | null;
	note: string;
};

export function holderIn(answer: ScriptAnswer): LockHolder {
	return {
		owner: textIn(answer, 'owner'),
		token: numberIn(answer, 'token'),
		since: timeIn(answer, 'since'),
		until: timeIn(answer, 'until'),
		note: textIn(answer, 'note'),
	};
}

/** `held by execution-12 since ... until ... (token 7, "deploys abc1234")` */
export function describeHolder(holder: LockHolder): string {
	const details = [
		...(holder.token === null ? [] : [`token ${holder.token}`]),
		...(holder.note === '' ? [] : [`"${holder.note}"`]),
	];
	const since = holder.since === null ? '' : ` since ${holder.since}`;
	const until = holder.until === null ? ' without a TTL' : ` until ${holder.until}`;
	return `held by ${holder.owner}${since}${until}${details.length > 0 ? ` (${details.join(', ')})` : ''}`;
}

/** Why an owner does not hold a lock, in a sentence. */
export function notHeldFailure(
	lockName: string,
	owner: string,
	answer: ScriptAnswer,
): OperationFailure {
	const outcome = textIn(answer, 'outcome');
	const what = `${owner} does not hold the lock "${lockName}"`;
	if (outcome === 'heldByOther') {
		return new OperationFailure(
			`${what}: it is ${describeHolder(holderIn(answer))}`,
			'What was done since this owner\'s TTL ran out may have met the other\'s work: compare their tokens. Use a longer TTL, or renew in time',
			{ outcome, holder: holderIn(answer) },
		);
	}
	if (outcome === 'expired') {
		return new OperationFailure(
			`${what} any more: its TTL ran out at ${timeIn(answer, 'lastUntil') ?? 'an unknown time'} (token ${textIn(answer, 'lastToken')}), and nobody has taken it since`,
			'What was done after that time was not protected. Use a longer TTL, or renew in time',
			{ outcome },
		);
	}
	if (outcome === 'alreadyReleased') {
		return new OperationFailure(
			`${what} any more: it has released it`,
			'Acquire the lock again before you go on',
			{ outcome },
		);
	}
	return new OperationFailure(
		`${what}: nobody does, and this owner was not the last to hold it`,
		'Check the lock\'s name, and that Owner is the one which acquired it: by default that is the execution',
		{ outcome },
	);
}

/** The same as an item, for "If Not Held: Return". */
export function notHeldItem(lockName: string, owner: string, answer: ScriptAnswer): IDataObject {
	const outcome = textIn(answer, 'outcome');
	return {
		name: lockName,
		owner,
		reason: outcome,
		message: notHeldFailure(lockName, owner, answer).message,
		holder: outcome === 'heldByOther' ? holderIn(answer) : null,
	};
}
