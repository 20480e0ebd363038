import type { IDataObject } from 'n8n-workflow';

import type { ScriptAnswer } from '../api/types';
import { type ClaimEnding, claimState } from '../state/claim';
import { numberIn, textIn, timeIn } from '../state/scriptAnswer';
import { storedJson } from './itemValue';

/** The answer of the script `begin`: granted, with the token that ends it; or not, with who has the claim. */
export function begunJson(keys: readonly string[], answer: ScriptAnswer): IDataObject {
	const record = {
		keys: [...keys],
		attempt: numberIn(answer, 'attempt'),
		by: textIn(answer, 'owner'),
		since: timeIn(answer, 'since'),
		leaseUntil: timeIn(answer, 'leaseUntil'),
	};
	if (textIn(answer, 'granted') !== '1') {
		return {
			granted: false,
			state: textIn(answer, 'state'),
			...record,
			blockedBy: keys[(numberIn(answer, 'blockedBy') ?? 1) - 1] ?? null,
			finishedAt: timeIn(answer, 'finished'),
			outcome: storedJson(textIn(answer, 'outcome')),
		};
	}
	return {
		granted: true,
		state: 'running',
		...record,
		claimToken: textIn(answer, 'claim'),
		repeated: textIn(answer, 'repeated') === '1',
		previous: previousJson(answer),
	};
}

/** The attempt before this one; null when this is the first. */
function previousJson(answer: ScriptAnswer): IDataObject | null {
	const state = textIn(answer, 'previousState');
	if (state === '') return null;
	return {
		// Still "running", yet granted: its lease had run out.
		state: state === 'running' ? 'abandoned' : state,
		by: textIn(answer, 'previousOwner'),
		since: timeIn(answer, 'previousSince'),
		reason: textIn(answer, 'previousReason') || null,
	};
}

/** A claim after *Complete* or *Fail*. */
export function endedJson(
	keys: readonly string[],
	target: 'done' | 'failed',
	answer: ScriptAnswer,
	{ isEnded, isRepeated, result, message }: ClaimEnding,
): IDataObject {
	return {
		[target === 'done' ? 'completed' : 'failed']: isEnded,
		keys: [...keys],
		...recordJson(answer),
		...(isEnded ? { repeated: isRepeated } : { why: result, message }),
	};
}

/** A claim as *Inspect* saw it. */
export function claimJson(key: string, answer: ScriptAnswer): IDataObject {
	return {
		key,
		...recordJson(answer),
		leaseUntil: timeIn(answer, 'leaseUntil'),
		expiresAt: timeIn(answer, 'expires'),
	};
}

function recordJson(answer: ScriptAnswer): IDataObject {
	return {
		state: claimState(answer),
		attempt: numberIn(answer, 'attempt'),
		by: textIn(answer, 'owner') || null,
		since: timeIn(answer, 'since'),
		finishedAt: timeIn(answer, 'finished'),
		outcome: storedJson(textIn(answer, 'outcome')),
		reason: textIn(answer, 'reason') || null,
	};
}
