/** A RESP simple string (`+OK`), which Lua sees as a table with `ok`. */
export class Status {
	constructor(readonly text: string) {}
}

export type Reply = string | number | null | Status | readonly Reply[];

/** An error reply; its first word is the code (`ERR`, `WRONGTYPE`, `NOSCRIPT`). */
export class RedisError extends Error {
	override readonly name = 'RedisError';
}

export const ok = new Status('OK');

export const syntaxError = (): RedisError => new RedisError('ERR syntax error');
export const notAnInteger = (): RedisError =>
	new RedisError('ERR value is not an integer or out of range');
export const wrongArguments = (command: string): RedisError =>
	new RedisError(`ERR wrong number of arguments for '${command.toLowerCase()}' command`);
