import type { PoolClient } from 'pg';
import { Client, Pool } from 'pg';

import { MAIN, NeonDriver, runSql } from './neonDriver';

const neon = new NeonDriver();
let pool: Pool;
let uri: string;
let certificate: string;

beforeAll(async () => {
	await neon.start();
	({ uri } = await neon.branch('preview/pr-42'));
	const answer: unknown = await (await fetch(`${neon.sandbox.origin}/_sandbox/neon/certificate`)).json();
	certificate = String(typeof answer === 'object' && answer !== null && 'certificate' in answer && answer.certificate);
	// What n8n's Postgres credential holds, and how n8n hands it to pg.
	pool = new Pool({ ...credentialOf(uri), keepAlive: true, max: 10, ssl: false });
	// A pool says it has ended before its connections have, and the sandbox ends those that are left.
	pool.on('error', (error) => expect(error).toHaveProperty('code', '57P01'));
});
afterAll(async () => {
	await pool.end();
	expect(await neon.close()).toEqual([]);
});

function credentialOf(address: string) {
	const { hostname, port, pathname, username, password } = new URL(address);
	return {
		host: hostname,
		port: Number(port),
		database: pathname.slice(1),
		user: decodeURIComponent(username),
		password: decodeURIComponent(password),
	};
}

async function inTransaction(work: (client: PoolClient) => Promise<unknown>): Promise<void> {
	const client = await pool.connect();
	try {
		await client.query('BEGIN');
		await work(client);
		await client.query('COMMIT');
	} catch (error) {
		await client.query('ROLLBACK');
		throw error;
	} finally {
		client.release();
	}
}

const tables = `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`;

test('a migration runs on the branch, and its parent knows nothing of it', async () => {
	await inTransaction(async (client) => {
		await client.query(
			'CREATE TABLE orders (id bigserial PRIMARY KEY, color_id int REFERENCES colors (id), note text NOT NULL, placed timestamptz DEFAULT now())',
		);
		await client.query('CREATE INDEX orders_color ON orders (color_id)');
		await client.query('ALTER TABLE colors ADD COLUMN opacity numeric(3, 2) NOT NULL DEFAULT 1.00');
	});
	const { rows } = await pool.query(
		'INSERT INTO orders (color_id, note) VALUES ($1, $2), ($3, $4) RETURNING id, note',
		[1, 'first', 2, "it's second"],
	);
	expect(rows).toEqual([
		{ id: '1', note: 'first' },
		{ id: '2', note: "it's second" },
	]);
	expect((await pool.query('SELECT opacity FROM colors')).rows).toEqual(Array(3).fill({ opacity: '1.00' }));

	const main = await neon.uri(MAIN);
	expect(await runSql(main, tables)).toEqual([{ table_name: 'colors' }]);
	await expect(runSql(main, 'SELECT opacity FROM colors')).rejects.toThrow('column "opacity" does not exist');
});

test('a migration that fails half way leaves nothing behind', async () => {
	await expect(
		inTransaction(async (client) => {
			await client.query('CREATE TABLE half (id int)');
			await client.query('INSERT INTO half VALUES (1)');
			await client.query('ALTER TABLE nowhere ADD COLUMN x int');
		}),
	).rejects.toMatchObject({ code: '42P01', message: 'relation "nowhere" does not exist' });
	expect((await pool.query(tables)).rows).not.toContainEqual({ table_name: 'half' });
	// The same connection goes on.
	expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});

test('prepared statements are prepared once and run with other values', async () => {
	const client = await pool.connect();
	const named = (id: number) => ({ name: 'color-by-id', text: 'SELECT name FROM colors WHERE id = $1', values: [id] });
	const found = [await client.query(named(1)), await client.query(named(2)), await client.query(named(99))];
	client.release();
	expect(found.map(({ rows }) => rows)).toEqual([[{ name: 'Candle' }], [{ name: 'Fish' }], []]);
});

test('ten connections of a pool at once lose no write', async () => {
	await pool.query('CREATE TABLE counters (name text PRIMARY KEY, value int NOT NULL)');
	await pool.query("INSERT INTO counters VALUES ('runs', 0)");
	await Promise.all(
		Array.from({ length: 40 }, async (_, index) => {
			if (index % 2 === 0) return await pool.query("UPDATE counters SET value = value + 1 WHERE name = 'runs'");
			return await inTransaction(async (client) => {
				const { rows } = await client.query<{ value: number }>(
					"SELECT value FROM counters WHERE name = 'runs' FOR UPDATE",
				);
				await client.query("UPDATE counters SET value = $1 WHERE name = 'runs'", [(rows[0]?.value ?? 0) + 1]);
			});
		}),
	);
	expect((await pool.query('SELECT value FROM counters')).rows).toEqual([{ value: 40 }]);
	expect(pool.totalCount).toBeGreaterThan(5);
});

test('many rows, several statements in one text, and COPY', async () => {
	const several = await pool.query(
		'CREATE TABLE many (id int, body text); CREATE VIEW few AS SELECT * FROM many WHERE id <= 3',
	);
	expect(several).toMatchObject([{ command: 'CREATE' }, { command: 'CREATE' }]);
	await pool.query("INSERT INTO many SELECT i, repeat('x', 1000) FROM generate_series(1, 5000) AS i");
	const { rows } = await pool.query('SELECT * FROM many ORDER BY id');
	expect(rows).toHaveLength(5000);
	expect(rows[4999]).toEqual({ id: 5000, body: 'x'.repeat(1000) });
	expect((await pool.query('SELECT count(*)::int AS n FROM few')).rows).toEqual([{ n: 3 }]);
});

test('TLS is there for who asks for it', async () => {
	const encrypted = 'SELECT current_user AS who';
	const options = credentialOf(uri);
	// n8n's "Ignore SSL Issues".
	for (const ssl of [{ rejectUnauthorized: false }, { ca: certificate }]) {
		const client = new Client({ ...options, ssl });
		await client.connect();
		expect((await client.query(encrypted)).rows).toEqual([{ who: 'neondb_owner' }]);
		expect(Reflect.get(client, 'connection')).toHaveProperty('stream.encrypted', true);
		await client.end();
	}
	await expect(new Client({ ...options, ssl: true }).connect()).rejects.toThrow('self-signed certificate');
	await expect(new Client({ ...options, password: 'wrong', ssl: { ca: certificate } }).connect()).rejects.toThrow(
		'password authentication failed',
	);
	expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});
