import { Redis } from 'ioredis';

import type { RedisBackend, ScriptRules } from '../model';
import { claimDatabase } from './ownedDatabase';
import { ServerBackend } from './serverBackend';

/** Takes a database of the server at `url`. Says why when it cannot: no answer, or none that is empty. */
export async function connectServer(
	url: string,
	rules: ScriptRules,
): Promise<{ readonly backend: RedisBackend } | { readonly unavailable: string }> {
	const { host, pathname } = new URL(url);
	let connected = false;
	const redis = new Redis(url, {
		lazyConnect: true,
		stringNumbers: true,
		connectTimeout: 1500,
		maxRetriesPerRequest: 2,
		retryStrategy: (attempt) => (connected ? Math.min(attempt * 100, 2000) : null),
	});
	let lastError = 'no answer';
	// Without a listener ioredis prints to the console. Each command rejects by itself as well.
	redis.on('error', (error: Error) => {
		lastError = error.message;
	});
	try {
		await redis.connect();
		connected = true;
		const named = Number(pathname.slice(1));
		const candidates = named > 0 ? [named] : Array.from({ length: 15 }, (_, index) => 15 - index);
		const database = await claimDatabase(redis, candidates);
		if (database) {
			const description = `Redis server at ${host}, database ${database.index}`;
			return { backend: new ServerBackend(redis, database, description, rules) };
		}
		redis.disconnect();
		return { unavailable: `the Redis at ${host} has no empty database` };
	} catch (error) {
		redis.disconnect();
		const reason = error instanceof Error ? error.message : String(error);
		return { unavailable: `the Redis at ${host} does not answer: ${lastError || reason}` };
	}
}
