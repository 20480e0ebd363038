import { newCopyWork } from '../../nodes/deployment/backups/copyWork';
import { readDatabaseRow } from '../../nodes/deployment/backups/databaseRow';
import { type BackupWorld, createBackupWorld, paintbox } from './backupWorld';

jest.setTimeout(600_000);

// What goes wrong with a backup, and n8n itself in the middle of one: each is said, and nothing is lost.
let world: BackupWorld;
beforeAll(async () => {
	world = await createBackupWorld();
});
afterAll(async () => await world.engine.close());
beforeEach(async () => await world.renew());
afterEach(async () => await world.dumps('whole'));

const isSlipways = (name: string): boolean => name.startsWith('slipway/');

describe('A backup that is none', () => {
	const noRoom = async () => await world.limitBranches(2);
	const away = async () =>
		void world.engine.sandbox.addFault({ platform: 'neon', kind: 'status', status: 503, times: 'always' });
	const nothing = async () => undefined;
	it.each([
		['a dump that nobody noted', {}, async () => await world.dumps('unnoted'), /not what it should have noted/],
		['a database that is away', {}, away, /Neon did not make a consistent branch of paintbox/],
		['no room for a branch', {}, noRoom, /Neon did not make a consistent branch of paintbox.*branch/],
		['a bucket in another region', { bucket: 'candlefish-archive-eu' }, nothing, /bucket is in another region/],
		['a bucket of nobody', { bucket: 'nobody-has-it' }, nothing, /S3 refused it/],
		['another database', { database_name: 'nobody' }, nothing, /could not be asked for the copy's address/],
		[
			'a task that nobody knows',
			{ task_definition: 'nobody' },
			nothing,
			/The task failed.*Unable to describe task definition/,
		],
		['a project that nobody knows', { project: 'nobody' }, nothing, /nobody/],
	])('is said, and nothing is lost: %s', async (_what, changes, arrange, words) => {
		await world.renew(changes);
		await arrange();
		await world.backUp();
		expect(world.database()).toMatchObject({ state: 'failed', proven_at: '', proven_key: '' });
		expect(String(world.database().reason)).toMatch(words);
		expect(world.history()).toMatchObject([{ kind: 'backup', state: 'failed' }]);
		expect(world.incident()).toMatchObject({ status: 'triggered' });
		expect(String(world.incident()?.summary)).toMatch(words);
		expect(world.branches()).toContain('main');
	});

	it('is a row that cannot be used: that is said, and others are backed up', async () => {
		world.engine.tables.insert('slipway_databases', { ...paintbox, database: 'shop', bucket: '' });
		await world.backUp();
		expect(world.database()).toMatchObject({ state: 'proven' });
		expect(String(world.incident('slipway/backup/shop')?.summary)).toContain('bucket is empty');
	});

	it('is a task that hangs: taken up again by new runs, and given up when its time is over', async () => {
		await world.dumps('stuck');
		const row = readDatabaseRow(world.database());
		if (row === null) throw new Error('There is no row');
		const nowMs = world.engine.clock.nodes.now();
		const work = newCopyWork(row, 'backup', { nowMs });
		await world.engine.start(
			'slipway45copy',
			{ ...work, deadlineAt: new Date(nowMs + 480_000).toISOString() },
			'integrated',
		);
		expect(String(world.database().reason)).toMatch(/not ended after three hours/);
		expect(world.engine.runsOf('slipway45copy')).toHaveLength(4);
		expect(world.branches().filter(isSlipways)).toEqual([]);
	});
});

it.each(['Write it into the table', 'Note it in its row', 'Tell GitHub Watch', 'Tell the person on call'])(
	'loses nothing else where "%s" fails, and the copy is removed',
	async (step) => {
		await world.dumps('truncated');
		world.engine.faults.fail('slipway47written', step);
		await world.backUp();
		expect(world.branches().filter(isSlipways)).toEqual([]);
		if (step !== 'Tell the person on call') expect(world.incident()).toMatchObject({ status: 'triggered' });
		if (step !== 'Write it into the table') expect(world.history()).toHaveLength(1);
		if (step !== 'Note it in its row') expect(world.database()).toMatchObject({ state: 'failed' });
	},
);

describe('n8n is killed', () => {
	it.each([
		['Make the copy', 'after'],
		['Run the task', 'during'],
		['Say how it went', 'after'],
		['Write it down', 'before'],
	] as const)('at "%s" (%s): the next backup is proven, and Neon removes what was left', async (step, moment) => {
		const dead = world.engine.deaths.at('slipway45copy', step, moment);
		await Promise.all([world.backUp(), dead]);
		await world.engine.startAgain();
		expect(world.branches().filter(isSlipways)).toHaveLength(1);
		await world.backUp();
		expect(world.database()).toMatchObject({ state: 'proven' });
		await world.engine.clock.pass(25 * 3_600_000);
		expect(world.branches().filter(isSlipways)).toEqual([]);
	});
});

it('backs up once more, and no less, where it is started twice at once', async () => {
	await Promise.all([world.backUp(), world.backUp()]);
	expect(world.history().map(({ state }) => state)).toEqual(expect.arrayContaining(['proven']));
	expect(world.history().filter(({ state }) => state !== 'proven')).toEqual([]);
	expect(world.branches().filter(isSlipways)).toEqual([]);
	await world.drill();
	expect(world.database()).toMatchObject({ drill_state: 'restored' });
});
