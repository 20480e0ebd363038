import type { ScriptAnswer } from '../types';
import type { RedisClient } from './redisClient';
import { runScript } from './runScript';
import { beginScript, claimKey, finishScript, inspectClaimScript } from './scripts/claimScripts';

/** Asks for the work that these one or two keys name. Answers granted 1 or 0. */
export async function beginClaim(
	client: RedisClient,
	keys: readonly string[],
	claim: {
		readonly owner: string;
		readonly claimToken: string;
		readonly leaseMs: number;
		readonly ttlMs: number;
	},
): Promise<ScriptAnswer> {
	const { owner, claimToken, leaseMs, ttlMs } = claim;
	return await runScript(client, beginScript, keys.map(claimKey), [owner, claimToken, String(leaseMs), String(ttlMs)]);
}

/** Ends the claim on all its keys. Results: finished, repeated, ended, lost, gone. */
export async function endClaim(
	client: RedisClient,
	keys: readonly string[],
	ending: {
		readonly claimToken: string;
		readonly state: 'done' | 'failed';
		readonly outcome?: string;
		readonly reason?: string;
	},
): Promise<ScriptAnswer> {
	const { claimToken, state, outcome = '', reason = '' } = ending;
	return await runScript(client, finishScript, keys.map(claimKey), [claimToken, state, outcome, reason]);
}

export async function inspectClaim(client: RedisClient, key: string): Promise<ScriptAnswer> {
	return await runScript(client, inspectClaimScript, [claimKey(key)], []);
}
