import { STANDARD_DATABASE, newCluster } from './newCluster';
import { PostgresInstance } from './postgresInstance';
import type { PreparationStep } from './postgresInstance';
import { createDatabaseSteps, quoteName, sessionRoleSql } from './roleSql';

/** Every row goes, sequences start again: what a dump of the schema alone would give. */
const emptyTablesSql = `DO $$ DECLARE tables text; BEGIN
	SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') INTO tables
	FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema');
	IF tables IS NOT NULL THEN EXECUTE 'TRUNCATE ' || tables || ' RESTART IDENTITY CASCADE'; END IF;
END $$;`;

/**
 * What a database holds at one moment; never changes. Copies share it, and it costs nothing until a database is
 * opened on it: a branch is as quick and as small as Neon's own.
 */
export class DatabaseContent {
	private constructor(
		private stored: Uint8Array | undefined,
		private readonly base: DatabaseContent | undefined,
		private readonly steps: readonly PreparationStep[],
	) {}

	static of(dump: Uint8Array): DatabaseContent {
		return new DatabaseContent(dump, undefined, []);
	}

	/** A database that holds what `sql` makes, run as its owner. */
	static create(name: string, owner: string, sql = ''): DatabaseContent {
		const isStandard = name === STANDARD_DATABASE.name && owner === STANDARD_DATABASE.owner;
		return new DatabaseContent(undefined, undefined, [
			...(isStandard
				? []
				: [
						{ database: 'postgres', sql: `DROP DATABASE ${quoteName(STANDARD_DATABASE.name)}` },
						...createDatabaseSteps(name, owner),
					]),
			...(sql === '' ? [] : [{ database: name, sql: `${sessionRoleSql(owner)};${sql};RESET SESSION AUTHORIZATION` }]),
		]);
	}

	/** The same tables without a row. */
	schemaOnly(name: string): DatabaseContent {
		return new DatabaseContent(undefined, this, [{ database: name, sql: emptyTablesSql }]);
	}

	renamed(from: string, to: string): DatabaseContent {
		return new DatabaseContent(undefined, this, [
			{
				database: 'postgres',
				sql: `ALTER DATABASE ${quoteName(from)} RENAME TO ${quoteName(to)}`,
			},
		]);
	}

	/** A PostgreSQL running on a copy of this. What had to be prepared is kept for the next copy. */
	async start(name: string): Promise<PostgresInstance> {
		if (this.stored) return await PostgresInstance.start(this.stored, name, []);
		const { bytes, steps } = this.recipe();
		const instance = await PostgresInstance.start(bytes ?? (await newCluster()), name, steps);
		this.stored = await instance.dump();
		return instance;
	}

	private recipe(): { bytes: Uint8Array | undefined; steps: readonly PreparationStep[] } {
		if (this.stored) return { bytes: this.stored, steps: [] };
		const below = this.base?.recipe();
		return { bytes: below?.bytes, steps: [...(below?.steps ?? []), ...this.steps] };
	}
}
