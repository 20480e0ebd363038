/** One command, its verb first: `['SET', 'key', 'value']`. */
export type RedisCommand = readonly [string, ...string[]];

/** What one command of several answered; its words hold none of the command's. */
export type RedisAnswer =
	| { readonly ok: true; readonly result: unknown }
	| { readonly ok: false; readonly words: string; readonly advice: string };

/** What a script of ours answers: a list of names and values in turn, all strings, read into an object. */
export type ScriptAnswer = Readonly<Record<string, string>>;

/** A turn as it is stored. Times in milliseconds since the epoch by the database's clock, 0 where there is none. */
export interface StoredTurn {
	readonly name: string;
	/** The release whose turn it is; empty when it is free. */
	readonly owner: string;
	/** The id of the execution that has it, or had it last. */
	readonly execution: string;
	readonly beatMs: number;
	readonly leaseUntilMs: number;
	readonly askedCount: number;
	readonly lookedCount: number;
	readonly lookedAtMs: number;
	/** The commit that was looked at last; empty when none was. */
	readonly head: string;
	/** ISO 8601; empty when nothing is due by itself. */
	readonly lookAgainAt: string;
	/** With what its run was asked for; undefined when it is free. */
	readonly item: unknown;
	readonly notes: unknown;
	/** When the person asked whose wish this turn's looks took; 0 where none did. */
	readonly wishedAtMs: number;
	/** How often its owner's run was taken up after it had died. */
	readonly restarts: number;
}

/** A database as the management API answers it; the fields this package reads. */
export interface UpstashDatabase {
	readonly database_id: string;
	readonly database_name?: string | null;
	readonly endpoint?: string | null;
	readonly port?: number | null;
	readonly password?: string | null;
	readonly rest_token?: string | null;
	readonly read_only_rest_token?: string | null;
	/** `active`, `suspended` or `passive`. */
	readonly state?: string | null;
	/** What is being changed; empty when nothing is. */
	readonly modifying_state?: string | null;
	readonly type?: string | null;
	readonly tls?: boolean | null;
	readonly eviction?: boolean | null;
	readonly budget?: number | null;
	readonly primary_region?: string | null;
	readonly read_regions?: readonly string[] | null;
	readonly all_members?: readonly string[] | null;
	readonly daily_backup_enabled?: boolean | null;
	/** Seconds since the epoch. */
	readonly creation_time?: number | null;
}

export interface UpstashBackup {
	readonly backup_id: string;
	readonly name?: string | null;
	/** `pending`, `completed` or `failed`. */
	readonly state?: string | null;
	/** Seconds since the epoch. */
	readonly creation_time?: number | null;
	readonly backup_size?: number | null;
}
