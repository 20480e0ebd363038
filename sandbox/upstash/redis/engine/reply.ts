/** A RESP simple string (`+OK`), which Lua sees as a table with `ok`. */
export class Status {
	constructor(readonly text: string) {}
}

/** Strings hold a byte in each character; `bigint` is an integer beyond what a number holds exactly. */
export type Reply = string | number | bigint | null | Status | RedisError | readonly Reply[];

/** An error reply; its first word is the code (`ERR`, `WRONGTYPE`, `NOSCRIPT`). */
export class RedisError extends Error {
	override readonly name = 'RedisError';
}

/** What this engine leaves out is said in its own name: a Redis server would have answered. */
export const notSimulated = (what: string): RedisError =>
	new RedisError(
		`ERR the sandbox's embedded Redis does not simulate ${what}. Start redis-server and set REDIS_URL, or use another command`,
	);

export const ok = new Status('OK');

export const syntaxError = (): RedisError => new RedisError('ERR syntax error');
export const notAnInteger = (): RedisError => new RedisError('ERR value is not an integer or out of range');
export const wrongArguments = (command: string): RedisError =>
	new RedisError(`ERR wrong number of arguments for '${command.toLowerCase()}' command`);
