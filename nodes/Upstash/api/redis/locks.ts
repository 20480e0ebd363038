import { OperationFailure } from '../../../shared/operation/errors';
import type { ScriptAnswer } from '../types';
import type { RedisClient } from './redisClient';
import { runScript } from './runScript';
import {
	acquireScript,
	inspectLockScript,
	lockKeyPrefix,
	lockKeys,
	releaseKey,
	releaseMemoryMs,
	releaseScript,
	renewScript,
} from './scripts/lockScripts';

/** A lock, and who asks for it. */
export interface OwnedLock {
	readonly name: string;
	readonly owner: string;
}

/** Takes the lock if it is free or already this owner's. Outcomes: acquired, alreadyHeld, heldByOther. */
export async function tryLock(
	client: RedisClient,
	lock: OwnedLock,
	{ ttlMs, note }: { readonly ttlMs: number; readonly note: string },
): Promise<ScriptAnswer> {
	return await runScript(client, acquireScript, keysOf(lock), [lock.owner, String(ttlMs), note]);
}

/** Outcomes: renewed, heldByOther, expired, alreadyReleased, notHeld. */
export async function renewLock(client: RedisClient, lock: OwnedLock, ttlMs: number): Promise<ScriptAnswer> {
	return await runScript(client, renewScript, keysOf(lock), [lock.owner, String(ttlMs)]);
}

/**
 * Frees the lock if it is this owner's, and `holder`'s where one is named. Outcomes: released, alreadyReleased,
 * heldByOther, expired, notHeld, takenUp.
 */
export async function releaseLock(client: RedisClient, lock: OwnedLock, holder = ''): Promise<ScriptAnswer> {
	return await runScript(client, releaseScript, keysOf(lock), [lock.owner, String(releaseMemoryMs), holder]);
}

/** Outcomes: held, free. */
export async function inspectLock(client: RedisClient, name: string): Promise<ScriptAnswer> {
	return await runScript(client, inspectLockScript, lockKeys(name), []);
}

/** Keys looked at in one step of the walk. */
const scanCount = 500;

/** Names of all locks that are held now, by whomever. */
export async function listLockNames(client: RedisClient): Promise<string[]> {
	const names = new Set<string>();
	let cursor = '0';
	do {
		const answer = await client.run(['SCAN', cursor, 'MATCH', `${lockKeyPrefix}*`, 'COUNT', String(scanCount)], {
			safeToRepeat: true,
		});
		const [next, keys] = Array.isArray(answer) ? (answer as unknown[]) : [];
		if (!Array.isArray(keys)) {
			throw new OperationFailure('Upstash answered SCAN without a list of keys', 'Run this again');
		}
		for (const key of keys) names.add(String(key).slice(lockKeyPrefix.length));
		cursor = String(next);
	} while (cursor !== '0');
	return [...names].sort();
}

function keysOf({ name, owner }: OwnedLock): [lock: string, fence: string, release: string] {
	return [...lockKeys(name), releaseKey(name, owner)];
}
