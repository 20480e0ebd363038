import { sandboxUpstashEmail } from '../seed';
import { SandboxHttpError, type SandboxResponse } from '../../kernel/platform';
import type { Backup, RedisDatabase } from './model';

const json = { 'Content-Type': 'application/json; charset=utf-8' } as const;

/** Upstash answers changes and errors with a JSON string alone. */
export const answerText = (text: string, status = 200): SandboxResponse => ({
	status,
	headers: json,
	body: JSON.stringify(text),
});

export const upstashError = (status: number, message: string): SandboxHttpError =>
	new SandboxHttpError(status, JSON.stringify(message), json);

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
		customer_id: sandboxUpstashEmail,
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
		customer_id: sandboxUpstashEmail,
		name: backup.name,
		backup_id: backup.id,
		creation_time: seconds(backup.createdAtMs),
		state: backup.state,
		backup_size: backup.state === 'completed' ? 4096 : 0,
		daily_backup: 'false',
		hourly_backup: 'false',
	};
}

/** A database with its credentials, as the service answers for one. */
export function presentWhole(database: RedisDatabase): Record<string, unknown> {
	return { ...presentDatabase(database), ...presentCredentials(database) };
}
