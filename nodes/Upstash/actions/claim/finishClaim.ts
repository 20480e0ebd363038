import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { requiredText, textParameter } from '../../../shared/fields/parameters';
import { claimKey, finishScript } from '../../api/redis/scripts/claimScripts';
import { keysOfClaimToken } from '../../state/claimToken';
import { storedJson } from '../../output/itemValue';
import { numberIn, runScript, type ScriptAnswer, textIn, timeIn } from '../../api/redis/runScript';
import { upstashClient } from '../../api/redis/redisClient';

export const claimTokenProperty: INodeProperties = {
	displayName: 'Claim Token',
	name: 'claimToken',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	required: true,
	placeholder: '={{ $(\'Claim\').item.json.claimToken }}',
	description: 'What Begin returned when it granted this work',
};

export const ifNotHeldProperty: INodeProperties = {
	displayName: 'If Not Held',
	name: 'ifNotHeld',
	type: 'options',
	options: [
		{ name: 'Error', value: 'error', description: 'Fail, and say who has the claim now' },
		{ name: 'Return', value: 'return', description: 'Return an item that says why' },
	],
	default: 'error',
	description: 'What to do when the claim is another\'s by now, has ended otherwise, or is forgotten',
};

/**
 * Ends a claim on all its keys at once. Repeating it gives the same; the first outcome stays.
 *
 * @throws OperationFailure when the token is not the latest attempt's, unless "If Not Held" is Return.
 */
export async function finishClaim(
	context: OperationContext,
	state: 'done' | 'failed',
	ending: { readonly outcome?: string; readonly reason?: string },
): Promise<IDataObject> {
	const claimToken = requiredText(context, 'claimToken', 'Claim Token');
	const keys = keysOfClaimToken(claimToken);
	const answer = await runScript(upstashClient(context), finishScript, keys.map(claimKey), [
		claimToken,
		state,
		ending.outcome ?? '',
		ending.reason ?? '',
	]);
	const result = textIn(answer, 'result');
	const isFinished = result === 'finished' || result === 'repeated';
	const record = {
		keys,
		state: stateIn(answer),
		attempt: numberIn(answer, 'attempt'),
		by: textIn(answer, 'owner') || null,
		since: timeIn(answer, 'since'),
		finishedAt: timeIn(answer, 'finished'),
		outcome: storedJson(textIn(answer, 'outcome')),
		reason: textIn(answer, 'reason') || null,
	};
	const flag = state === 'done' ? 'completed' : 'failed';
	if (isFinished) return { [flag]: true, ...record, repeated: result === 'repeated' };
	const failure = notFinished(result, keys, state, answer);
	if (textParameter(context, 'ifNotHeld') !== 'return') throw failure;
	return { [flag]: false, ...record, why: result, message: failure.message };
}

/** A failure that a full database had no room for: the claim is free again, which is all that was kept of it. */
function stateIn(answer: ScriptAnswer): string {
	const state = textIn(answer, 'state') || 'none';
	return state === 'running' && textIn(answer, 'leaseUntil') === '' ? 'abandoned' : state;
}

function notFinished(
	result: string,
	keys: readonly string[],
	wanted: 'done' | 'failed',
	answer: ScriptAnswer,
): OperationFailure {
	const claim = `The claim "${keys.join('" + "')}" was not marked ${wanted}`;
	const by = textIn(answer, 'owner');
	if (result === 'lost') {
		return new OperationFailure(
			`${claim}: its lease ran out, and attempt ${textIn(answer, 'attempt')} has had it since ${timeIn(answer, 'since') ?? 'an unknown time'}, by ${by}, now ${textIn(answer, 'state')}`,
			'Both runs may have done the work: check what they did. Use a lease longer than the work takes',
			{ result },
		);
	}
	if (result === 'gone') {
		return new OperationFailure(
			`${claim}: there is no record of it any more`,
			'Its TTL ran out, or someone deleted it: use a longer TTL. The same work may be granted again',
			{ result },
		);
	}
	return new OperationFailure(
		`${claim}: it was marked ${textIn(answer, 'state')} at ${timeIn(answer, 'finished') ?? 'an unknown time'} already`,
		'A claim ends once: let only one path of the workflow end it',
		{ result },
	);
}
