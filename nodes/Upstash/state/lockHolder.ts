import type { ScriptAnswer } from '../api/types';
import { numberIn, textIn, timeIn } from './scriptAnswer';

/** Who holds a lock. Times in ISO 8601, by the database's clock. */
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
