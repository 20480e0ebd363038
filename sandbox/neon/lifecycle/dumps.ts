import type { Branch, Database } from '../model';
import { DatabaseContent } from '../postgres/databaseContent';
import type { LiveDatabase } from '../postgres/liveDatabase';
import { quoteName } from '../postgres/roleSql';

/** Rows by table: `public.colors`. */
export type RowCounts = Readonly<Record<string, number>>;

/** A database as pg_dump writes it, with what was counted in it. */
export interface Dump {
	/** Plain SQL. */
	readonly sql: string;
	readonly tables: RowCounts;
	/** The server's version. */
	readonly server: string;
}

const tablesSql = `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2`;

/** What the database of a copy holds. Nobody else writes to it, so that dump and counts are of one moment. */
export async function dumpDatabase({ live }: Database): Promise<Dump> {
	return { tables: await countRows(live), server: await serverVersion(live), sql: await live.dumpSql() };
}

/** Replaces what a database holds by what a dump does. Raises what PostgreSQL raises. */
export async function loadDump(branch: Branch, { name, ownerName, live }: Database, sql: string): Promise<Dump> {
	await live.replace(DatabaseContent.create(name, ownerName));
	// The roles are those of the branch, as they are in a real restore into one.
	if (!branch.roles.has(ownerName)) throw new Error(`role "${ownerName}" does not exist`);
	await live.query(`${sql}\n;RESET ALL`);
	return { tables: await countRows(live), server: await serverVersion(live), sql: '' };
}

export async function countRows(live: LiveDatabase): Promise<RowCounts> {
	const [tables = []] = await live.query(tablesSql);
	const names = tables.map(({ schema, name }) => [String(schema), String(name)] as const);
	if (names.length === 0) return {};
	const [rows = []] = await live.query(
		names
			.map(
				([schema, name]) =>
					`SELECT '${`${schema}.${name}`.replaceAll("'", "''")}' AS name, count(*) AS rows FROM ${quoteName(schema)}.${quoteName(name)}`,
			)
			.join(' UNION ALL '),
	);
	return Object.fromEntries(rows.map(({ name, rows: count }) => [String(name), Number(count)]));
}

async function serverVersion(live: LiveDatabase): Promise<string> {
	const [rows = []] = await live.query('SHOW server_version');
	return String(rows[0]?.['server_version'] ?? '');
}
