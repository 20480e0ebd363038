import type { SandboxServices } from '../kernel/platform';
import type { Backup, BackupState, Platform, RedisDatabase } from './database';
import { upstashError } from './respond';

const BACKUP_MS = 20_000;
const RESTORE_MS = 15_000;
const REGIONS_MS = 30_000;

/** The databases and backups of one Upstash account, and how long its changes take. */
export class UpstashAccount {
	readonly databases = new Map<string, RedisDatabase>();
	/** How the next backup ends. */
	nextBackup: BackupState = 'completed';

	constructor(private readonly services: SandboxServices) {}

	now(): number {
		return this.services.clock.now();
	}

	database(id: string): RedisDatabase {
		const database = this.databases.get(id);
		if (!database) throw upstashError(404, 'database not found');
		return database;
	}

	/** A database that is not being changed. Raises 404, and 400 while a change is under way. */
	changeable(id: string): RedisDatabase {
		const database = this.database(id);
		if (database.modifyingState === '') return database;
		throw upstashError(400, `database is being modified: ${database.modifyingState}`);
	}

	add(options: {
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
	}): RedisDatabase {
		const { ids } = this.services;
		if ([...this.databases.values()].some(({ name }) => name === options.name)) {
			throw upstashError(400, `database with name "${options.name}" already exists`);
		}
		const database: RedisDatabase = {
			...options,
			id: options.id ?? ids.uuid(),
			endpoint: `sandbox-${options.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${ids.integer()}`,
			createdAtMs: this.now(),
			modifyingState: '',
			password: ids.hex(32),
			restToken: options.restToken ?? ids.hex(48),
			readOnlyRestToken: options.readOnlyRestToken ?? ids.hex(48),
			backups: new Map(),
		};
		this.databases.set(database.id, database);
		return database;
	}

	/** In the sandbox only the record's credentials change: `/upstash` goes on with its own token. */
	resetPassword(database: RedisDatabase): void {
		const { ids } = this.services;
		database.password = ids.hex(32);
		database.restToken = ids.hex(48);
		database.readOnlyRestToken = ids.hex(48);
	}

	setReadRegions(database: RedisDatabase, regions: readonly string[]): void {
		this.modify(database, 'updating-regions', REGIONS_MS, () => {
			database.readRegions = regions;
		});
	}

	backup(database: RedisDatabase, name: string): Backup {
		const outcome = this.nextBackup;
		this.nextBackup = 'completed';
		const backup: Backup = {
			id: this.services.ids.uuid(),
			name,
			createdAtMs: this.now(),
			state: 'pending',
		};
		database.backups.set(backup.id, backup);
		this.services.clock.after(BACKUP_MS, () => {
			backup.state = outcome;
		});
		return backup;
	}

	restore(database: RedisDatabase, backup: Backup): void {
		if (backup.state !== 'completed') throw upstashError(400, `backup is ${backup.state}`);
		this.modify(database, 'restoring-backup', RESTORE_MS, () => undefined);
	}

	private modify(database: RedisDatabase, state: string, durationMs: number, apply: () => void): void {
		database.modifyingState = state;
		this.services.clock.after(durationMs, () => {
			apply();
			database.modifyingState = '';
		});
	}
}
