/** Which connection URIs of a Neon branch are read. */
export interface NeonConnectionChoice {
	readonly project: string;
	readonly branch: string;
	/** Empty for the branch's only one. */
	readonly database: string;
	/** Empty for the database's owner. */
	readonly role: string;
	/** The key of each connection URI to read. */
	readonly keys: ReadonlyArray<{ readonly key: string; readonly pooled: boolean }>;
}

/** The keys under which the target gets a Redis database's address and token. */
export interface UpstashKeys {
	readonly url: string;
	readonly token: string;
}
