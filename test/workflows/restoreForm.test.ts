import { isRecord } from '../../tools/json';
import { beginForm, letPageLapse, openPage, sendPage } from '../n8n/engine/forms';
import type { EngineRun } from '../n8n/engine/runner';
import { type BackupWorld, createBackupWorld } from './backupWorld';

jest.setTimeout(600_000);

// The form of 31 as a person meets it, with a real database that is really restored.
const FORM = 'slipway31restore';
let world: BackupWorld;
beforeAll(async () => {
	world = await createBackupWorld();
	await world.renew();
});
afterAll(async () => await world.engine.close());

const names = async (branch?: string): Promise<unknown[]> =>
	(await world.sql('SELECT name FROM colors ORDER BY id', branch)).map(({ name }) => name);

const begin = async (database = ''): Promise<EngineRun> => await beginForm(world.engine, FORM, { database });

async function choices(run: EngineRun): Promise<readonly string[]> {
	const { fields } = await openPage(world.engine, run);
	return fields.get('What is to be done?') ?? [];
}

/** Sends the page with the first choice that begins so. */
async function choose(
	run: EngineRun,
	start: string,
	answers: Readonly<Record<string, string>> = {},
): Promise<EngineRun> {
	const { fields } = await openPage(world.engine, run);
	const chosen = (await choices(run)).find((label) => label.startsWith(start));
	if (chosen === undefined) throw new Error(`The form does not offer "${start}"`);
	const given: Readonly<Record<string, string>> = {
		'What is to be done?': chosen,
		'The moment, in UTC, for a copy as it was then': answers.moment ?? '',
		"To promote a copy, type the database's name": answers.confirmation ?? '',
		'Why?': answers.reason ?? '',
	};
	return await sendPage(
		world.engine,
		run,
		[...fields.keys()].map((label) => given[label] ?? ''),
	);
}

async function end(run: EngineRun): Promise<string> {
	expect(run).toMatchObject({ status: 'waiting', error: undefined });
	const { data, template } = await openPage(world.engine, run);
	expect(template).toBe('form-trigger-completion');
	return `${String(data.title)}: ${String(data.message)}`;
}

it('restores a backup into a copy, shows what was checked, and promotes it', async () => {
	await world.backUp();
	await world.engine.clock.pass(60_000);
	await world.sql("DELETE FROM colors WHERE name = 'Fish'; INSERT INTO colors (name, hex) VALUES ('Later', '#0')");

	const asked = await choose(await begin('paintbox'), 'Restore paintbox from the backup');
	expect(await end(asked)).toContain('The copy is being made');
	await world.engine.runner.settled();
	const [copy] = world.history().slice(-1);
	expect(copy).toMatchObject({ kind: 'restore', state: 'ready', rows: 3 });
	expect(await names(String(copy?.copy_id))).toEqual(['Candle', 'Fish', 'Harbour']);
	// Nothing of the database has changed.
	expect(await names()).toEqual(['Candle', 'Harbour', 'Later']);

	const shown = await begin();
	expect(JSON.stringify((await openPage(world.engine, shown)).data)).toContain('public.colors: 3');
	expect(await end(await choose(shown, 'Promote the copy', { confirmation: 'paint' }))).toContain(
		'Nothing was promoted',
	);
	expect(await names()).toEqual(['Candle', 'Harbour', 'Later']);

	const promoted = await choose(await begin(), 'Promote the copy', {
		confirmation: 'paintbox',
		reason: 'Fish are gone',
	});
	expect(await end(promoted)).toContain('Its addresses and passwords are as before');
	expect(await names()).toEqual(['Candle', 'Fish', 'Harbour']);
	const row = world.history().at(-1);
	expect(row).toMatchObject({ kind: 'promotion', state: 'promoted', reason: 'Fish are gone' });
	expect(String(row?.copy)).toMatch(/^slipway\/before-restore-paintbox-/);
	expect(await names(world.branchId(String(row?.copy)))).toEqual(['Candle', 'Harbour', 'Later']);
	// It is offered once.
	expect((await choices(await begin())).filter((label) => label.startsWith('Promote'))).toEqual([]);
});

it('makes a copy of an earlier moment, whose rows are counted', async () => {
	await world.engine.clock.pass(600_000);
	const moment = new Date(world.engine.clock.nodes.now()).toISOString();
	await world.engine.clouds.control('/neon/branches/br-quiet-hill-a1b2c3d4/checkpoint', {});
	await world.engine.clock.pass(600_000);
	await world.sql('DELETE FROM colors');
	await choose(await begin(), 'Copy paintbox as it was', { moment });
	await world.engine.runner.settled();
	const copy = world.history().at(-1);
	expect(copy).toMatchObject({ kind: 'rewind', state: 'ready', rows: 3, taken_at: moment });
	expect(await names(String(copy?.copy_id))).toEqual(['Candle', 'Fish', 'Harbour']);
	expect(await names()).toEqual([]);
});

it('says when a moment is older than what Neon keeps, and makes nothing', async () => {
	await choose(await begin(), 'Copy paintbox as it was', { moment: '2026-01-01T00:00:00Z' });
	await world.engine.runner.settled();
	const row = world.history().at(-1);
	expect(row).toMatchObject({ kind: 'rewind', state: 'failed', copy_id: '' });
	expect(String(row?.reason)).toMatch(/as it was at 2026-01-01T00:00:00.000Z/);
	expect(world.incident('slipway/restore/paintbox')).toMatchObject({ status: 'triggered' });
});

it.each([
	['a moment to come', '2027-12-01T00:00:00Z'],
	['no moment', ''],
	['a moment without a time zone', '2026-11-27T05:00'],
])('refuses %s', async (_what, moment) => {
	const before = world.history().length;
	expect(await end(await choose(await begin(), 'Copy paintbox as it was', { moment }))).toContain(
		'in the past with a time zone',
	);
	expect(world.history()).toHaveLength(before);
});

it('changes nothing where nobody answers, or a table cannot be read', async () => {
	const before = world.history().length;
	expect(await end(await letPageLapse(world.engine, await begin()))).toContain('Nothing was restored');
	world.engine.faults.fail('slipway46tables', 'Read what was done');
	expect(await end(await begin())).toContain('slipway_backups cannot be read');
	expect(await end(await begin('nobody'))).toContain('cannot be read');
	world.engine.faults.mend();
	expect(await end(await begin('nobody'))).toContain('is not in slipway_databases');
	expect(world.history()).toHaveLength(before);
});

it('says that a promotion failed, and what to look at', async () => {
	await choose(await begin(), 'Restore paintbox from the backup');
	await world.engine.runner.settled();
	const state = world.engine.sandbox.state().neon;
	expect(isRecord(state)).toBe(true);
	const fault = world.engine.sandbox.addFault({
		platform: 'neon',
		path: '/api/v2/projects/*/branches/*/restore',
		kind: 'status',
		status: 400,
		times: 'always',
		body: { message: 'the branch is in use' },
	});
	const ended = await end(await choose(await begin(), 'Promote the copy', { confirmation: 'paintbox' }));
	world.engine.sandbox.removeFault(fault);
	expect(ended).toContain('Nothing was promoted');
	expect(world.history().at(-1)).toMatchObject({ kind: 'promotion', state: 'failed' });
	expect(world.incident('slipway/restore/paintbox')).toMatchObject({ status: 'triggered' });
});
