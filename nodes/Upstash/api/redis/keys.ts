import type { ScriptAnswer } from '../types';
import type { RedisClient } from './redisClient';
import { runScript } from './runScript';
import { incrementScript } from './scripts/counterScript';

export async function readKey(client: RedisClient, key: string): Promise<unknown> {
	return await client.run(['GET', key], { safeToRepeat: true });
}

export async function deleteKey(client: RedisClient, key: string): Promise<void> {
	await client.run(['DEL', key], { safeToRepeat: true });
}

/** Whether there was such a key. */
export async function expireKey(client: RedisClient, key: string, ttlMs: number): Promise<boolean> {
	return (await client.run(['PEXPIRE', key, String(ttlMs)], { safeToRepeat: true })) === 1;
}

/** Adds to a counter; one that this makes expires after `ttlMs`, unless it is 0. */
export async function incrementKey(
	client: RedisClient,
	key: string,
	{ by, ttlMs }: { readonly by: number; readonly ttlMs: number },
): Promise<ScriptAnswer> {
	return await runScript(client, incrementScript, [key], [String(by), String(ttlMs)]);
}
