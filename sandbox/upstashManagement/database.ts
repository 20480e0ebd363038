import { upstashError } from './respond';

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

const readRegionNames = [
	'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'eu-central-1', 'eu-west-1', 'eu-west-2',
	'sa-east-1', 'ap-south-1', 'ap-northeast-1', 'ap-southeast-1', 'ap-southeast-2',
];

const primaryRegionNames: Readonly<Record<Platform, readonly string[]>> = {
	aws: [...readRegionNames, 'af-south-1'],
	gcp: ['us-central1', 'us-east4', 'europe-west1', 'asia-northeast1'],
};

/** Raises 400 for a region that the platform does not have. */
export function requirePrimaryRegion(platform: Platform, region: string): string {
	if (primaryRegionNames[platform].includes(region)) return region;
	throw upstashError(400, `invalid primary region "${region}" for platform ${platform}`);
}

/** Raises 400 for what is no list of regions, or holds the primary one. */
export function readRegionsOf(value: unknown, primaryRegion: string): string[] {
	if (!Array.isArray(value)) throw upstashError(400, 'read_regions must be a list');
	return value.map((region: unknown) => {
		if (typeof region !== 'string' || !readRegionNames.includes(region)) {
			throw upstashError(400, `invalid read region "${String(region)}"`);
		}
		if (region === primaryRegion) {
			throw upstashError(400, 'the primary region cannot be a read region');
		}
		return region;
	});
}

const seconds = (timeMs: number): number => Math.floor(timeMs / 1000);

/** As the contract has it, without credentials. */
export function presentDatabase(database: RedisDatabase): Record<string, unknown> {
	return {
		database_id: database.id,
		database_name: database.name,
		region: 'global',
		port: 6379,
		creation_time: seconds(database.createdAtMs),
		state: 'active',
		endpoint: database.endpoint,
		tls: true,
		db_max_clients: 10_000,
		db_max_request_size: 10_485_760,
		db_disk_threshold: 107_374_182_400,
		db_max_entry_size: 104_857_600,
		db_memory_threshold: 3_221_225_472,
		db_max_commands_per_second: 10_000,
		db_request_limit: Number.MAX_SAFE_INTEGER,
		type: database.plan,
		budget: database.budget,
		primary_region: database.primaryRegion,
		primary_members: [database.primaryRegion],
		all_members: [database.primaryRegion, ...database.readRegions],
		read_regions: database.readRegions,
		eviction: database.eviction,
		db_eviction: database.eviction,
		auto_upgrade: false,
		consistent: false,
		modifying_state: database.modifyingState,
		db_resource_size: 'L',
		db_type: 'pebble',
		replicas: 5,
		customer_id: 'ops@candlefish.ai',
		daily_backup_enabled: false,
		prod_pack_enabled: false,
	};
}

/** Not in the contract, and in the service's answers for one database: what a client connects with. */
export function presentCredentials(database: RedisDatabase): Record<string, unknown> {
	return {
		password: database.password,
		rest_token: database.restToken,
		read_only_rest_token: database.readOnlyRestToken,
	};
}

export function presentBackup(database: RedisDatabase, backup: Backup): Record<string, unknown> {
	return {
		database_id: database.id,
		customer_id: 'ops@candlefish.ai',
		name: backup.name,
		backup_id: backup.id,
		creation_time: seconds(backup.createdAtMs),
		state: backup.state,
		backup_size: backup.state === 'completed' ? 4096 : 0,
		daily_backup: 'false',
		hourly_backup: 'false',
	};
}
