import { Client } from 'pg';

import { MAIN, PROJECT, runSql, useNeon } from './neonDriver';

const neon = useNeon();

const names = async (uri: string): Promise<unknown[]> =>
	(await runSql(uri, 'SELECT name FROM colors ORDER BY id')).map((row) => row.name);

test("a branch has its parent's rows and goes its own way", async () => {
	const { uri } = await neon.branch('preview-1');
	const main = await neon.uri(MAIN);
	expect(uri).not.toBe(main);
	expect(await names(uri)).toEqual(['Candle', 'Fish', 'Harbour']);
	await runSql(uri, "INSERT INTO colors (name, hex) VALUES ($1, '#000000')", ['Night']);
	await runSql(uri, 'ALTER TABLE colors ADD COLUMN note text');
	expect(await names(uri)).toEqual(['Candle', 'Fish', 'Harbour', 'Night']);
	expect(await names(main)).toEqual(['Candle', 'Fish', 'Harbour']);
	const [who] = await runSql(uri, 'SELECT current_user, current_database(), session_user');
	expect(who).toEqual({
		current_user: 'neondb_owner',
		current_database: 'neondb',
		session_user: 'neondb_owner',
	});
});

test('a branch starts with what its parent has committed, and without what is still open', async () => {
	const main = new Client(await neon.uri(MAIN));
	await main.connect();
	await main.query("INSERT INTO colors (name, hex) VALUES ('Committed', '#1')");
	await main.query('BEGIN');
	await main.query("INSERT INTO colors (name, hex) VALUES ('Open', '#2')");
	const { uri } = await neon.branch('preview-1');
	expect(await names(uri)).toEqual(['Candle', 'Fish', 'Harbour', 'Committed']);
	await main.query('COMMIT');
	await main.end();
	expect(await names(await neon.uri(MAIN))).toContain('Open');
});

test('passwords are checked, and a branch of a protected branch has its own', async () => {
	const { id, uri } = await neon.branch('preview-1');
	const main = await neon.uri(MAIN);
	expect(new URL(uri).password).not.toBe(new URL(main).password);
	const wrong = new URL(uri);
	wrong.password = new URL(main).password;
	await expect(runSql(wrong.href, 'SELECT 1')).rejects.toThrow(
		'password authentication failed for user "neondb_owner"',
	);
	const reset = await neon.client.resetProjectBranchRolePassword(PROJECT, id, 'neondb_owner');
	expect(await names(uri)).toHaveLength(3);
	neon.finishOperations();
	await expect(runSql(uri, 'SELECT 1')).rejects.toThrow('password authentication failed');
	const fresh = new URL(await neon.uri(id));
	expect(fresh.password).toBe(reset.data.role.password);
	expect(await names(fresh.href)).toHaveLength(3);
	const absent = new URL(fresh);
	absent.pathname = '/nope';
	await expect(runSql(absent.href, 'SELECT 1')).rejects.toThrow('database "nope" does not exist');
});

test('a branch does not answer before its operations have finished', async () => {
	const { data } = await neon.client.createProjectBranch(PROJECT, {
		branch: { name: 'slow' },
		endpoints: [{ type: 'read_write' as never }],
	});
	const uri = data.connection_uris?.[0]?.connection_uri ?? '';
	expect(data.branch.current_state).toBe('init');
	await expect(runSql(uri, 'SELECT 1')).rejects.toThrow('password authentication failed');
	neon.clock.advance(1200);
	await expect(runSql(uri, 'SELECT 1')).rejects.toThrow('password authentication failed');
	neon.clock.advance(1800);
	expect(await names(uri)).toHaveLength(3);
});

test('schema only has the tables and not a row', async () => {
	const { id, uri } = await neon.branch('empty', { init_source: 'schema-only' });
	expect(await names(uri)).toEqual([]);
	const [row] = await runSql(uri, "INSERT INTO colors (name, hex) VALUES ('First', '#1') RETURNING id");
	expect(row?.id).toBe(1);
	const { data } = await neon.client.getProjectBranch(PROJECT, id);
	expect(data.branch.parent_id).toBeUndefined();
});

test('two clients at once: transactions do not mix', async () => {
	const { uri } = await neon.branch('preview-1');
	const [one, two] = [new Client(uri), new Client(uri)];
	await one.connect();
	await two.connect();
	await one.query('BEGIN');
	await one.query("UPDATE colors SET hex = 'one' WHERE name = 'Fish'");
	let isDone = false;
	const second = two.query("UPDATE colors SET hex = hex || '+two' WHERE name = 'Fish'").then(() => {
		isDone = true;
	});
	await one.query('SELECT 1');
	expect(isDone).toBe(false);
	await one.query('ROLLBACK');
	await second;
	const { rows } = await two.query("SELECT hex FROM colors WHERE name = 'Fish'");
	expect(rows).toEqual([{ hex: '#2a6f97+two' }]);
	await expect(one.query('SELECT nonsense')).rejects.toThrow('column "nonsense" does not exist');
	await one.end();
	await two.end();
});

test('a client that goes away inside a transaction changes nothing', async () => {
	const { uri } = await neon.branch('preview-1');
	const client = new Client(uri);
	await client.connect();
	await client.query('BEGIN');
	await client.query('DELETE FROM colors');
	await client.end();
	expect(await names(uri)).toHaveLength(3);
});

test('a suspended compute keeps its data and wakes on the next connection', async () => {
	const { id, uri } = await neon.branch('preview-1');
	await runSql(uri, "INSERT INTO colors (name, hex) VALUES ('Kept', '#1')");
	neon.clock.advance(301_000);
	const endpoints = await neon.client.listProjectBranchEndpoints(PROJECT, id);
	expect(endpoints.data.endpoints[0]?.current_state).toBe('idle');
	expect(await names(uri)).toContain('Kept');
	const after = await neon.client.listProjectBranchEndpoints(PROJECT, id);
	expect(after.data.endpoints[0]?.current_state).toBe('active');
});

test('the pooled URI is another address of the same database', async () => {
	const { id, uri } = await neon.branch('preview-1');
	const pooled = await neon.uri(id, true);
	expect(new URL(pooled).port).not.toBe(new URL(uri).port);
	expect(await names(pooled)).toHaveLength(3);
});

test('a role is made while the database is open, and nothing of one that Postgres refuses', async () => {
	const client = new Client(await neon.uri(MAIN));
	await client.connect();
	await client.query('SELECT 1');
	const roles = `/projects/${PROJECT}/branches/${MAIN}/roles`;
	expect((await neon.api('POST', roles, { role: { name: 'reader' } })).status).toBe(201);
	neon.finishOperations();
	const { rows } = await client.query("SELECT rolname FROM pg_roles WHERE rolname = 'reader'");
	expect(rows).toEqual([{ rolname: 'reader' }]);
	await client.end();
	expect((await neon.api('POST', roles, { role: { name: 'second' } })).status).toBe(201);
});
