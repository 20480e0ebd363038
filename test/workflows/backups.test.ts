import { createBackupWorld, type BackupWorld } from './backupWorld';

jest.setTimeout(600_000);

// Workflows 30, 32, 45 and 47 on n8n's engine: what is dumped is a real PostgreSQL, and it is really restored.
let world: BackupWorld;
beforeAll(async () => {
	world = await createBackupWorld();
});
afterAll(async () => await world.engine.close());

const DAY_MS = 24 * 3_600_000;
const isSlipways = (name: string): boolean => name.startsWith('slipway/');

describe('A day', () => {
	beforeAll(async () => await world.renew());

	it('backs a database up: proven by what lies in S3, and the copy is gone', async () => {
		await world.sql(
			"CREATE TABLE orders (id serial PRIMARY KEY, note text); INSERT INTO orders (note) VALUES ('one'), ('two')",
		);
		await world.backUp();
		expect(world.database()).toMatchObject({
			state: 'proven',
			reason: '',
			proven_counts: '{"public.colors":3,"public.orders":2}',
		});
		const [row] = world.history();
		expect(row).toMatchObject({
			kind: 'backup',
			state: 'proven',
			tables: 2,
			rows: 5,
			sha256: world.database().proven_sha256,
		});
		expect(world.keys()).toEqual([row?.key, row?.noted_key]);
		expect(world.branches().filter(isSlipways)).toEqual([]);
		expect(world.engine.openIncidents()).toEqual([]);
		const watched = await world.engine.redis('HGET', 'slipway:backups', 'paintbox');
		expect(JSON.parse(String(watched))).toMatchObject({ provenAt: world.database().proven_at });
	});

	it('drills a restore: the rows are equal, and the times are written down', async () => {
		await world.sql('DELETE FROM orders');
		await world.engine.clock.pass(DAY_MS / 2);
		await world.drill();
		const row = world.history().at(-1);
		expect(row).toMatchObject({ kind: 'drill', state: 'restored', rows: 5 });
		expect(Number(row?.recovery_point_seconds)).toBeGreaterThanOrEqual(DAY_MS / 2000);
		expect(Number(row?.recovery_point_seconds)).toBeLessThan(DAY_MS / 2000 + 600);
		expect(Number(row?.recovery_time_seconds)).toBeGreaterThan(0);
		expect(Number(row?.recovery_time_seconds)).toBeLessThan(600);
		expect(world.database()).toMatchObject({
			drill_state: 'restored',
			recovery_time_seconds: row?.recovery_time_seconds,
		});
		expect(world.branches().filter(isSlipways)).toEqual([]);
		expect(await world.sql('SELECT count(*)::int AS count FROM orders')).toEqual([{ count: 0 }]);
	});

	it('says that a table lost all its rows, though the backup is good', async () => {
		await world.backUp();
		expect(world.database()).toMatchObject({ state: 'proven' });
		expect(world.incident()).toMatchObject({ status: 'triggered' });
		expect(String(world.incident()?.summary)).toContain(
			'public.orders had 2 rows and has none since the backup before',
		);
		await world.backUp();
		expect(world.incident()).toMatchObject({ status: 'resolved' });
	});

	it('lets go what was kept for 30 days, and never the newest proven one', async () => {
		const before = world.history().filter(({ kind }) => kind === 'backup');
		await world.engine.clock.pass(31 * DAY_MS);
		await world.backUp();
		// The newest proven one was old: nothing goes.
		expect(world.history().filter(({ removed_at: at }) => at !== '')).toEqual([]);
		await world.backUp();
		const removed = world.history().filter(({ removed_at: at }) => at !== '');
		expect(removed.map(({ key }) => key)).toEqual(before.map(({ key }) => key));
		for (const { key, noted_key: noted } of removed) {
			expect(world.keys()).not.toContain(key);
			expect(world.keys()).not.toContain(noted);
		}
		expect(world.keys()).toContain(world.database().proven_key);
	});
});

it.each([
	['empty', /and minimum_bytes is 1000/],
	['truncated', /bytes: it is cut off/],
])('notices a dump that is %s, and the next good one ends the page', async (behaviour, words) => {
	await world.renew();
	await world.dumps(behaviour);
	await world.backUp();
	await world.dumps('whole');
	expect(world.database()).toMatchObject({ state: 'failed', proven_at: '' });
	expect(world.incident()).toMatchObject({ status: 'triggered' });
	expect(String(world.incident()?.summary)).toMatch(words);
	await world.engine.clock.pass(60_000);
	await world.backUp();
	expect(world.database()).toMatchObject({ state: 'proven', reason: '' });
	expect(world.incident()).toMatchObject({ status: 'resolved' });
});

describe('A drill', () => {
	beforeEach(async () => await world.renew());

	it('of a dump that rotted since is noticed', async () => {
		await world.backUp();
		world.engine.tables.change('slipway_databases', () => true, { proven_sha256: 'ab'.repeat(32) });
		await world.drill();
		expect(world.database()).toMatchObject({ state: 'proven', drill_state: 'failed' });
		expect(String(world.incident('slipway/drill/paintbox')?.summary)).toMatch(/not the one that was written down/);
		expect(world.branches().filter(isSlipways)).toEqual([]);
	});

	it('of a backup whose rows are others is noticed', async () => {
		await world.backUp();
		world.engine.tables.change('slipway_databases', () => true, { proven_counts: '{"public.colors":4}' });
		await world.drill();
		expect(String(world.database().drill_reason)).toContain('public.colors has 3 rows instead of 4');
	});

	it('has nothing to do where nothing is proven', async () => {
		await world.drill();
		expect(world.history()).toEqual([]);
	});
});

it('pages when the newest proven backup is 25 hours old, though nothing runs any more', async () => {
	await world.renew();
	await world.engine.start('slipway40daily');
	expect(world.database()).toMatchObject({ state: 'proven' });
	await world.engine.clock.pass(25 * 3_600_000 - 600_000);
	await world.engine.poll('slipway08reconcile');
	expect(world.incident()?.status).not.toBe('triggered');
	await world.engine.clock.pass(1_200_000);
	await world.engine.poll('slipway08reconcile');
	expect(world.incident()).toMatchObject({ status: 'triggered' });
	expect(String(world.incident()?.summary)).toContain('has had no proven backup for 25 hours');
	await world.backUp();
	expect(world.incident()).toMatchObject({ status: 'resolved' });
});
