/** A reply as JSON has it: statuses are plain strings. */
export type RedisReply = string | number | null | readonly RedisReply[];

/** A failed command, as Redis words it. */
export interface RedisFailure {
	readonly error: string;
}

export interface KeySummary {
	readonly key: string;
	readonly type: string;
	/** Wall milliseconds left; `null`: it does not expire. */
	readonly expiresInMs: number | null;
	/** A string's text (its first 200 characters), or how many elements a collection has. */
	readonly preview: string;
}

/** Where the simulated Upstash database keeps its data. */
export interface RedisBackend {
	/** For a person: "embedded" or the server and its database. Holds no password. */
	readonly description: string;
	execute(command: readonly string[]): Promise<{ readonly result: RedisReply } | RedisFailure>;
	/** All or, when one cannot be queued, none: then a single failure. Nothing runs in between. */
	transaction(
		commands: ReadonlyArray<readonly string[]>,
	): Promise<ReadonlyArray<{ readonly result: RedisReply } | RedisFailure> | RedisFailure>;
	/** At most 500 keys, sorted. */
	summarize(): Promise<readonly KeySummary[]>;
	/** Removes the sandbox's own keys and nothing else. */
	clear(): Promise<void>;
	close(): Promise<void>;
}

export const maximumSummarizedKeys = 500;
export const maximumPreviewLength = 200;
