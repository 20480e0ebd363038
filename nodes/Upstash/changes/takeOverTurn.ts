import { randomUUID } from 'crypto';

import { pollUntil } from '../../shared/waiting/pollUntil';
import { claimDeadTurn, storedTurn, turnNameOfExecution } from '../api/redis/turns';
import type { StoredTurn } from '../api/types';
import type { RedisClient } from '../api/redis/redisClient';
import { numberIn, textIn } from '../state/scriptAnswer';

export interface TakeOverResult {
	/** Undefined when the execution took no turn within the last day. */
	readonly turn: StoredTurn | undefined;
	/** `dead` for the one caller that takes it up; `claimedBefore`, `alive`, `over`, `notFound`. */
	readonly outcome: string;
}

/** How often it is looked whether the execution has given a sign of life. */
const lookIntervalMs = 5_000;

/** Waits until an execution has been silent for so long, or gives a sign of life, and claims its turn if it is dead. */
export async function takeOverTurn(
	client: RedisClient,
	{
		execution,
		silenceMs,
		cancelSignal,
	}: { readonly execution: string; readonly silenceMs: number; readonly cancelSignal: AbortSignal | undefined },
): Promise<TakeOverResult> {
	const name = await turnNameOfExecution(client, execution);
	if (name === undefined) return { turn: undefined, outcome: 'notFound' };
	let firstBeatMs: number | undefined;
	const { value } = await pollUntil({
		what: `a sign of life of execution ${execution}`,
		timeoutMs: silenceMs + 2 * lookIntervalMs,
		policy: { firstIntervalMs: lookIntervalMs, maxIntervalMs: lookIntervalMs, growth: 0 },
		...(cancelSignal && { cancelSignal }),
		read: async () => await claimDeadTurn(client, name, { execution, silenceMs, requestId: randomUUID() }),
		assess: (answer) => {
			const beatMs = numberIn(answer, 'beat') ?? 0;
			firstBeatMs ??= beatMs;
			const isSilent = textIn(answer, 'outcome') === 'alive' && beatMs <= firstBeatMs;
			return isSilent ? { phase: 'pending', seen: 'silent' } : { phase: 'succeeded', seen: textIn(answer, 'outcome') };
		},
	});
	return { turn: storedTurn(name, value), outcome: textIn(value, 'outcome') };
}
