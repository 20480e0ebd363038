/**
 * A reply: statuses are plain strings. Strings hold a byte in each character, since Redis' are bytes; `bigint` is an
 * integer beyond what a number holds exactly.
 */
export type RedisReply = string | number | bigint | null | readonly RedisReply[];

/** A failed command, as Redis words it; a byte in each character. */
export interface RedisFailure {
	readonly error: string;
}

/** What one command comes to. */
export type RedisAnswer = { readonly result: RedisReply } | RedisFailure;

export interface KeySummary {
	readonly key: string;
	readonly type: string;
	/** Wall milliseconds left; `null`: it does not expire. */
	readonly expiresInMs: number | null;
	/** A string (its first 200 characters), or how many elements a collection has. */
	readonly preview: string;
}

/** Where the simulated Upstash database keeps its data. */
export interface RedisBackend {
	/** For a person: "embedded" or the server and its database. Holds no password. */
	readonly description: string;
	/** Commands are strings, sent as UTF-8. */
	execute(command: readonly string[]): Promise<RedisAnswer>;
	/** All or, when one cannot be queued, none: then a single failure. Nothing runs in between. */
	transaction(commands: ReadonlyArray<readonly string[]>): Promise<readonly RedisAnswer[] | RedisFailure>;
	/** About how many bytes the key and its value take; 0 when it is missing. */
	recordBytes(key: string): Promise<number>;
	/** The types of keys, for `SCAN ... WITHTYPE`. */
	typesOf(keys: readonly string[]): Promise<readonly string[]>;
	/** At most 500 keys, sorted. */
	summarize(): Promise<readonly KeySummary[]>;
	/** The same at once, where the data is in this process. */
	summarizeNow?(): readonly KeySummary[];
	/** Removes the sandbox's own keys and nothing else. */
	clear(): Promise<void>;
	close(): Promise<void>;
}

/** What Upstash refuses to a script's commands besides Redis itself. */
export interface ScriptRules {
	capacityRefusal(command: readonly string[]): string | undefined;
	readonly settings: { readonly full: boolean };
}

export const maximumSummarizedKeys = 500;
export const maximumPreviewLength = 200;
