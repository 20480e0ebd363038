/** A zone as the sandbox keeps it. */
export interface StoredZone {
	readonly id: string;
	readonly name: string;
	readonly account: StoredAccount;
	readonly createdAtMs: number;
}

export interface StoredAccount {
	readonly id: string;
	readonly name: string;
}

/** What a record says, as its owner wrote it. */
export interface RecordWish {
	readonly type: string;
	/** In full, in lower case: `api.candlefish.ai`. */
	readonly name: string;
	readonly content: string;
	/** Seconds; 1 is automatic. */
	readonly ttl: number;
	readonly proxied: boolean;
	readonly comment: string | null;
	readonly tags: readonly string[];
}

export interface StoredRecord extends RecordWish {
	readonly id: string;
	readonly zoneId: string;
	readonly createdAtMs: number;
	readonly modifiedAtMs: number;
}

export interface StoredOrigin {
	readonly name: string;
	readonly address: string;
	readonly enabled: boolean;
	readonly weight: number;
	readonly disabledAtMs: number | null;
}

export interface StoredPool {
	readonly id: string;
	readonly accountId: string;
	readonly name: string;
	readonly description: string;
	readonly enabled: boolean;
	readonly minimumOrigins: number;
	readonly monitor: string;
	readonly origins: readonly StoredOrigin[];
	readonly createdAtMs: number;
	readonly modifiedAtMs: number;
}

/** Whether an address answers, and since when. */
export interface Reachability {
	readonly isUp: boolean;
	readonly sinceMs: number;
}

export interface Purge {
	readonly zoneId: string;
	/** What was purged: `everything`, or the files, hosts, tags and prefixes. */
	readonly what: unknown;
	readonly atMs: number;
}
