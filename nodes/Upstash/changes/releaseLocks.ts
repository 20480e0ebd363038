import { listLockNames, releaseLock } from '../api/redis/locks';
import type { RedisClient } from '../api/redis/redisClient';
import { textIn } from '../state/scriptAnswer';

/** Frees every lock of this owner, and answers their names; another's stays, since the script looks before it frees. */
export async function releaseLocks(client: RedisClient, owner: string): Promise<string[]> {
	const released: string[] = [];
	for (const name of await listLockNames(client)) {
		const answer = await releaseLock(client, { name, owner });
		if (textIn(answer, 'outcome') === 'released') released.push(name);
	}
	return released;
}
