import type { ScriptAnswer } from '../api/types';
import { numberIn, textIn, timeIn } from './scriptAnswer';

/**
 * `running`, `done`, `failed`, `none`; or `abandoned` for one that runs beyond its lease, so that nobody is
 * known to work on it. One whose lease was deleted is abandoned too: a full database had no room for its failure.
 */
export function claimState(answer: ScriptAnswer): string {
	const stored = textIn(answer, 'state') || 'none';
	const isOver = (numberIn(answer, 'leaseUntil') ?? 0) <= (numberIn(answer, 'now') ?? 0);
	return stored === 'running' && isOver ? 'abandoned' : stored;
}

/** How the script `finish` left a claim. */
export interface ClaimEnding {
	readonly isEnded: boolean;
	/** It had ended like this before. */
	readonly isRepeated: boolean;
	/** `finished`, `repeated`, `ended`, `lost` or `gone`. */
	readonly result: string;
	/** Why it was not ended; empty when it was. */
	readonly message: string;
	readonly advice: string;
}

/** `target` is the state that the claim was to end in. */
export function claimEnding(keys: readonly string[], target: 'done' | 'failed', answer: ScriptAnswer): ClaimEnding {
	const result = textIn(answer, 'result');
	const isEnded = result === 'finished' || result === 'repeated';
	return {
		isEnded,
		isRepeated: result === 'repeated',
		result,
		...(isEnded
			? { message: '', advice: '' }
			: whyNotEnded(result, `The claim "${keys.join('" + "')}" was not marked ${target}`, answer)),
	};
}

function whyNotEnded(result: string, what: string, answer: ScriptAnswer): { message: string; advice: string } {
	if (result === 'lost') {
		return {
			message: `${what}: its lease ran out, and attempt ${textIn(answer, 'attempt')} has had it since ${timeIn(answer, 'since') ?? 'an unknown time'}, by ${textIn(answer, 'owner')}, now ${textIn(answer, 'state')}`,
			advice: 'Both runs may have done the work: check what they did. Use a lease longer than the work takes',
		};
	}
	if (result === 'gone') {
		return {
			message: `${what}: its record no longer exists`,
			advice: 'Its TTL ran out, or someone deleted it: use a longer TTL. The same work may be granted again',
		};
	}
	return {
		message: `${what}: it was marked ${textIn(answer, 'state')} at ${timeIn(answer, 'finished') ?? 'an unknown time'} already`,
		advice: 'A claim ends once: let only one path of the workflow end it',
	};
}
