/** Which connection URIs of a Neon branch are read. */
export interface NeonConnectionChoice {
	readonly project: string;
	readonly branch: string;
	/** Empty for the branch's only one. */
	readonly database: string;
	/** Empty for the database's owner. */
	readonly role: string;
	/** Whether the default branch of the project and a protected one are refused. */
	readonly onlyUnguarded: boolean;
	/** The key of each connection URI to read. */
	readonly keys: ReadonlyArray<{ readonly key: string; readonly pooled: boolean }>;
}

/** What a preview is given. */
export interface PreviewChoice {
	/** Name or ARN of an AWS secret; empty for none. */
	readonly secret: string;
	/** A word of that secret's name. */
	readonly environment: string;
	readonly secretMayBeMissing: boolean;
	/** Null for a preview without a database. */
	readonly database: NeonConnectionChoice | null;
}

/** The keys under which the target gets a Redis database's address and token. */
export interface UpstashKeys {
	readonly url: string;
	readonly token: string;
}
