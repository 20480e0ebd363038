import type { PreparationStep } from './postgresInstance';

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Neon's own group of what a role made in its console may do: https://neon.com/docs/manage/roles */
const neonSuperuser = `DO $$ BEGIN
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'neon_superuser') THEN
		CREATE ROLE neon_superuser NOLOGIN CREATEDB CREATEROLE;
		GRANT pg_read_all_data, pg_write_all_data TO neon_superuser;
	END IF;
END $$;`;

/** Makes sure of roles, as Neon's compute does from its specification at each start. */
export function roleSql(names: readonly string[]): string {
	return [
		neonSuperuser,
		...names.map(
			(name) => `DO $$ BEGIN
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${quoteText(name)}) THEN
		CREATE ROLE ${quoteName(name)} LOGIN CREATEDB CREATEROLE;
		GRANT neon_superuser TO ${quoteName(name)};
	END IF;
END $$;`,
		),
	].join('\n');
}

/** PGlite's own user, by name: its RESET SESSION AUTHORIZATION leaves the session to whom it was set. */
export const superuserSql = 'SET SESSION AUTHORIZATION postgres';

export const sessionRoleSql = (role: string): string => `SET SESSION AUTHORIZATION ${quoteName(role)}`;

/** Makes an owner and its database, each statement by itself: CREATE DATABASE allows no company. */
export const createDatabaseSteps = (name: string, owner: string): PreparationStep[] => [
	{ database: 'postgres', sql: roleSql([owner]) },
	{
		database: 'postgres',
		sql: `CREATE DATABASE ${quoteName(name)} OWNER ${quoteName(owner)}`,
	},
];
