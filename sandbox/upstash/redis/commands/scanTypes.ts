import type { RedisAnswer, RedisBackend, RedisReply } from '../model';

const isWithType = (word: string): boolean => /^withtype$/i.test(word);

/** Upstash's `SCAN ... WITHTYPE`, each key followed by its type: https://upstash.com/docs/redis/sdks/ts/commands/generic/scan */
export async function scanWithTypes(backend: RedisBackend, command: readonly string[]): Promise<RedisAnswer> {
	const answer = await backend.execute(command.filter((word, index) => index < 2 || !isWithType(word)));
	if ('error' in answer || !Array.isArray(answer.result)) return answer;
	const [cursor = '0', found] = answer.result as readonly RedisReply[];
	const keys = Array.isArray(found) ? found.map(String) : [];
	const types = await backend.typesOf(keys);
	return { result: [cursor, keys.flatMap((key, index) => [key, types[index] ?? 'none'])] };
}

/** A pattern or type that is called so does not count. */
export function asksForTypes(command: readonly string[]): boolean {
	if (!/^scan$/i.test(command[0] ?? '')) return false;
	for (let at = 2; at < command.length; at++) {
		if (isWithType(command[at] ?? '')) return true;
		at += 1;
	}
	return false;
}
