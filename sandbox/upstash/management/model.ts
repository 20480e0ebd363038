export type BackupState = 'pending' | 'completed' | 'failed';

export interface Backup {
	readonly id: string;
	readonly name: string;
	readonly createdAtMs: number;
	state: BackupState;
}

export interface RedisDatabase {
	readonly id: string;
	readonly name: string;
	readonly endpoint: string;
	readonly createdAtMs: number;
	readonly platform: Platform;
	readonly primaryRegion: string;
	readRegions: readonly string[];
	readonly plan: 'free' | 'payg' | 'paid';
	readonly budget: number;
	eviction: boolean;
	/** Empty while nothing is under way. */
	modifyingState: string;
	password: string;
	restToken: string;
	readOnlyRestToken: string;
	readonly backups: Map<string, Backup>;
}

export type Platform = 'aws' | 'gcp';

/** What a database is made with. */
export interface NewDatabase {
	readonly id?: string;
	readonly name: string;
	readonly platform: Platform;
	readonly primaryRegion: string;
	readonly readRegions: readonly string[];
	readonly plan: RedisDatabase['plan'];
	readonly budget: number;
	readonly eviction: boolean;
	readonly restToken?: string;
	readonly readOnlyRestToken?: string;
}
