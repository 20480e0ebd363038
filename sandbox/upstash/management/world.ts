import type { SandboxServices } from '../../kernel/platform';
import { changeRegions, endBackup, restore } from './lifecycle';
import type { Backup, BackupState, NewDatabase, RedisDatabase } from './model';
import { presentBackup, presentDatabase, upstashError } from './present';
import { seedDatabase } from './seed';

/** The databases and backups of one Upstash account. */
export class AccountWorld {
	readonly databases = new Map<string, RedisDatabase>();
	/** How the next backup ends. */
	nextBackup: BackupState = 'completed';

	constructor(private readonly services: SandboxServices) {
		this.add(seedDatabase);
	}

	reset(): void {
		this.databases.clear();
		this.nextBackup = 'completed';
		this.add(seedDatabase);
	}

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

	add(options: NewDatabase): RedisDatabase {
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
		changeRegions(this.services.clock, database, regions);
	}

	backup(database: RedisDatabase, name: string): Backup {
		const backup: Backup = { id: this.services.ids.uuid(), name, createdAtMs: this.now(), state: 'pending' };
		database.backups.set(backup.id, backup);
		endBackup(this.services.clock, backup, this.nextBackup);
		this.nextBackup = 'completed';
		return backup;
	}

	restore(database: RedisDatabase, backup: Backup): void {
		if (backup.state !== 'completed') throw upstashError(400, `backup is ${backup.state}`);
		restore(this.services.clock, database);
	}

	/** Everything there is, without what lets one use it. */
	state() {
		return {
			databases: [...this.databases.values()].map((database) => ({
				...presentDatabase(database),
				password: '***',
				rest_token: '***',
				backups: [...database.backups.values()].map((backup) => presentBackup(database, backup)),
			})),
		};
	}
}
