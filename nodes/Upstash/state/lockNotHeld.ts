import type { ScriptAnswer } from '../api/types';
import { describeHolder, holderIn, type LockHolder } from './lockHolder';
import { textIn, timeIn } from './scriptAnswer';

/** Why an owner does not hold a lock, as the lock scripts say it. */
export interface LockNotHeld {
	/** `heldByOther`, `expired`, `alreadyReleased` or `notHeld`. */
	readonly outcome: string;
	readonly message: string;
	readonly advice: string;
	/** Who holds it instead; null when nobody does. */
	readonly holder: LockHolder | null;
}

export function lockNotHeld(lockName: string, owner: string, answer: ScriptAnswer): LockNotHeld {
	const outcome = textIn(answer, 'outcome');
	const holder = outcome === 'heldByOther' ? holderIn(answer) : null;
	const what = `${owner} does not hold the lock "${lockName}"`;
	if (holder !== null) {
		return {
			outcome,
			holder,
			message: `${what}: it is ${describeHolder(holder)}`,
			advice:
				"What was done since this owner's TTL ran out may have met the other's work: compare their tokens. Use a longer TTL, or renew in time",
		};
	}
	if (outcome === 'expired') {
		return {
			outcome,
			holder,
			message: `${what} any more: its TTL ran out at ${timeIn(answer, 'lastUntil') ?? 'an unknown time'} (token ${textIn(answer, 'lastToken')}), and nobody has taken it since`,
			advice: 'What was done after that time was not protected. Use a longer TTL, or renew in time',
		};
	}
	if (outcome === 'alreadyReleased') {
		return {
			outcome,
			holder,
			message: `${what} any more: it has released it`,
			advice: 'Acquire the lock again before you go on',
		};
	}
	return {
		outcome,
		holder,
		message: `${what}: nobody does, and this owner was not the last to hold it`,
		advice: "Check the lock's name, and that Owner is the one that acquired it: by default that is the execution",
	};
}
