import type { ScriptAnswer } from '../types';
import type { RedisClient } from './redisClient';
import { runScript } from './runScript';
import { rateLimitKeyPrefix, rateLimitScript } from './scripts/rateLimitScript';

/** Counts a call if it is within the limit. Outcomes: allowed, rejected. The call's id makes a repeat the same call. */
export async function countCall(
	client: RedisClient,
	limitName: string,
	call: { readonly id: string; readonly maxCalls: number; readonly windowMs: number; readonly cost: number },
): Promise<ScriptAnswer> {
	const { id, maxCalls, windowMs, cost } = call;
	return await runScript(
		client,
		rateLimitScript,
		[`${rateLimitKeyPrefix}${limitName}`],
		[id, String(maxCalls), String(windowMs), String(cost)],
	);
}
