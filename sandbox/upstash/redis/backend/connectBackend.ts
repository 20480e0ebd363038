import type { RedisBackend, ScriptRules } from '../model';
import { connectServer } from './connectServer';
import { createEmbeddedBackend } from './embeddedBackend';

/** The server at that address, or else an embedded Redis, whose description says why. */
export async function connectBackend(
	redisUrl: string | undefined,
	rules: ScriptRules,
	nowMs?: () => number,
): Promise<RedisBackend> {
	if (redisUrl === undefined || redisUrl === '') return createEmbeddedBackend('no REDIS_URL', rules, nowMs);
	const connection = await connectServer(redisUrl, rules);
	return 'backend' in connection ? connection.backend : createEmbeddedBackend(connection.unavailable, rules, nowMs);
}
