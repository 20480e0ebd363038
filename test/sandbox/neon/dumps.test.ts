import { createSandbox, type Sandbox } from '../../../sandbox';
import { isRecord, type JsonRecord } from '../../../tools/json';

jest.setTimeout(120_000);

const MAIN = 'br-quiet-hill-a1b2c3d4';
const PREVIEW = 'br-quiet-hill-preview1';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await createSandbox({ timeScale: Infinity });
});
afterAll(async () => await sandbox.close());

async function control(path: string, body: JsonRecord): Promise<{ status: number; body: JsonRecord }> {
	const answer = await fetch(`${sandbox.origin}/_sandbox/neon/branches/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	const json: unknown = await answer.json();
	return { status: answer.status, body: isRecord(json) ? json : {} };
}

const rowsOf = async (branch: string, sql: string): Promise<unknown> =>
	(await control(`${branch}/sql`, { sql })).body.rows;

it('dumps a real database, and restores it into another, rows and sequences and all', async () => {
	await control(`${MAIN}/sql`, {
		sql: `CREATE SCHEMA shop; CREATE TABLE shop.orders (id serial PRIMARY KEY, note text, at timestamptz NOT NULL);
			INSERT INTO shop.orders (note, at) VALUES ('it''s; -- fine', '2026-01-01T00:00:00Z'), (NULL, '2026-01-02T00:00:00Z');
			ALTER TABLE shop.orders OWNER TO neondb_owner; CREATE VIEW notes AS SELECT note FROM shop.orders`,
	});
	const dump = await control(`${MAIN}/dump`, {});
	expect(dump).toMatchObject({ status: 200, body: { tables: { 'public.colors': 3, 'shop.orders': 2 } } });
	expect(dump.body.sql).toContain('PostgreSQL database dump complete');
	// What the dump did to the session is gone.
	expect(await rowsOf(MAIN, 'SELECT count(*)::int AS count FROM colors')).toEqual([{ count: 3 }]);
	const loaded = await control(`${PREVIEW}/load`, { sql: dump.body.sql });
	expect(loaded).toMatchObject({ status: 200, body: { tables: { 'public.colors': 3, 'shop.orders': 2 } } });
	expect(await rowsOf(PREVIEW, 'SELECT note FROM notes ORDER BY 1')).toEqual([
		{ note: "it's; -- fine" },
		{ note: null },
	]);
	const inserted = "INSERT INTO colors (name, hex) VALUES ('Net', '#000000') RETURNING id";
	expect(await rowsOf(PREVIEW, inserted)).toEqual([{ id: 4 }]);
	expect(await control(`${PREVIEW}/count`, {})).toMatchObject({ body: { tables: { 'public.colors': 4 } } });
});

it('refuses a dump that is cut through, in the words of PostgreSQL', async () => {
	const dump = await control(`${MAIN}/dump`, {});
	const cut = String(dump.body.sql).slice(0, String(dump.body.sql).indexOf('INSERT INTO') + 30);
	const loaded = await control(`${PREVIEW}/load`, { sql: cut });
	expect(loaded.status).toBe(422);
	expect(String(loaded.body.message)).toMatch(/syntax error|unterminated/);
});
