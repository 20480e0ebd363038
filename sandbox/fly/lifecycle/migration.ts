import { Client } from 'pg';

import type { RepositoryCommit, SandboxServices } from '../../kernel/platform';
import { objectIn } from '../json';
import type { App, Machine } from '../model';
import { revisionLabel } from '../world/images';
import { secretAt } from '../world/secrets';

/** The command that runs the commit's own migrations, as a service's migration tool would. */
const command = 'migrate';

const migrationFile = /^\.sandbox\/migrations\/[^/]+\.sql$/;

/** How a program ended, and what it printed. */
export interface ProgramEnd {
	readonly code: number;
	readonly lines: readonly string[];
}

/** Whether a machine's program is the migration: every other one does nothing real. */
export function isMigration(machine: Machine): boolean {
	const { cmd } = objectIn(machine.version.config, 'init');
	return Array.isArray(cmd) && cmd.length === 1 && cmd[0] === command;
}

/** Runs what the commit's `.sandbox/migrations` has and the database that the machine was booted with has not yet, in the order of the names. */
export async function migrate(services: SandboxServices, app: App, machine: Machine): Promise<ProgramEnd> {
	const url = databaseUrlOf(app, machine);
	if (url === undefined) return { code: 1, lines: ['migrate: DATABASE_URL is not set'] };
	const commit = commitOf(services, machine);
	const files = Object.entries(commit?.files ?? {})
		.filter(([path]) => migrationFile.test(path))
		.sort(([left], [right]) => left.localeCompare(right));
	const lines: string[] = [];
	try {
		await withDatabase(url, async (client) => {
			await client.query('CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY)');
			for (const [path, sql] of files) lines.push(await runMigration(client, path, sql));
		});
		return { code: 0, lines: [...lines, `migrate: done, ${files.length} known`] };
	} catch (error) {
		return { code: 1, lines: [...lines, `migrate: ${error instanceof Error ? error.message : String(error)}`] };
	}
}

async function runMigration(client: Client, path: string, sql: string): Promise<string> {
	const name = path.slice(path.lastIndexOf('/') + 1);
	const { rowCount } = await client.query('SELECT 1 FROM schema_migrations WHERE name = $1', [name]);
	if (rowCount !== null && rowCount > 0) return `migrate: ${name} was there`;
	await client.query('BEGIN');
	await client.query(sql);
	await client.query('INSERT INTO schema_migrations (name) VALUES ($1)', [name]);
	await client.query('COMMIT');
	return `migrate: ${name} applied`;
}

/** The tables of the database that a machine was booted with; undefined for a machine without one. */
export async function tablesOf(app: App, machine: Machine): Promise<readonly string[] | undefined> {
	const url = databaseUrlOf(app, machine);
	if (url === undefined) return undefined;
	return await withDatabase(url, async (client) => {
		const { rows } = await client.query<{ name: string }>(
			"SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name",
		);
		return rows.map(({ name }) => name);
	});
}

function databaseUrlOf(app: App, { running }: Machine): string | undefined {
	return running && secretAt(app, 'DATABASE_URL', running.secretsVersion);
}

function commitOf({ repositories }: SandboxServices, { version }: Machine): RepositoryCommit | undefined {
	const sha = version.image.labels[revisionLabel] ?? '';
	return repositories
		.list()
		.map((repository) => repositories.resolve(repository, sha))
		.find((commit) => commit?.sha === sha);
}

/** Only this machine's databases: a sandbox must not be a way to any other. */
async function withDatabase<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
	const host = URL.canParse(url) ? new URL(url).hostname : '';
	if (!['127.0.0.1', 'localhost'].includes(host)) throw new Error(`DATABASE_URL names no host of the sandbox: ${host}`);
	const client = new Client({ connectionString: url });
	// A connection that is cut while nothing is asked of it; the query that follows fails.
	client.on('error', () => undefined);
	try {
		await client.connect();
		return await work(client);
	} finally {
		await client.end();
	}
}
