import type { IDataObject } from 'n8n-workflow';

import { isRecord, type JsonRecord, readPath, readRecords } from '../../tools/json';
import { createEngine, type Engine } from '../n8n/engine/engine';
import { describeOnEngine } from '../n8n/engine/installedN8n';

const PROJECT = 'sandbox-paintbox-123456';
const MAIN = 'br-quiet-hill-a1b2c3d4';
const NAME = 'preview/pr-12-k3f9';

/** Workflow 26: one item in, the same item out with `made`. */
describeOnEngine('the database of a preview', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine(undefined, { platformSpeed: 10 });
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => await engine.reset());

	const item = (task: 'make' | 'remove', more: IDataObject = {}): IDataObject => ({
		kind: 'preview',
		task,
		part: 'database',
		wave: 0,
		platform: 'neon',
		service: 'paintbox-api',
		target: 'paintbox',
		name: NAME,
		database: { project: 'paintbox', branch: NAME, parentBranch: 'main', data: 'copy' },
		expiresAt: new Date(engine.clock.sandbox.now() + 14 * 86_400_000).toISOString(),
		waitSeconds: 200,
		kept: ['as', { it: 'was' }],
		...more,
	});

	/** How it came out; all else of the item is as it was. */
	const made = async (asked: IDataObject): Promise<JsonRecord> => {
		const run = await engine.start('slipway26database', asked, 'integrated');
		expect(run).toMatchObject({ status: 'success', error: undefined });
		const items = (run.data?.resultData.runData[run.lastNode ?? '']?.at(-1)?.data?.main ?? []).flatMap(
			(out) => out ?? [],
		);
		expect(items).toHaveLength(1);
		const { made: how, ...rest } = items[0]?.json ?? {};
		expect(rest).toEqual(asked);
		expect(Object.keys(how as IDataObject).sort()).toEqual(['logEnd', 'ok', 'platformId', 'reason', 'state', 'url']);
		expect(JSON.stringify(run.data)).not.toMatch(/npg_|postgresql:/);
		return how as JsonRecord;
	};
	const control = async (path: string, body: unknown): Promise<void> => {
		const answer = await fetch(`${engine.sandbox.origin}/_sandbox/neon${path}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(body),
		});
		expect(answer.ok).toBe(true);
	};
	/** But for the one that the sandbox has besides `main` from the start. */
	const branches = (): JsonRecord[] => {
		const neon = engine.sandbox.state().neon;
		return readRecords(isRecord(neon) ? neon : {}, 'branches').filter(
			({ project_id: id, name }) => id === PROJECT && name !== 'preview-data',
		);
	};
	const named = (name: string) => branches().find((branch) => branch.name === name);

	it('is a branch of the parent that expires; a second time the same one, which lives longer', async () => {
		const first = await made(item('make'));
		expect(first).toMatchObject({ ok: true, state: 'ready', reason: '', platformId: expect.stringMatching(/^br-/) });
		expect(first.platformId).not.toBe(MAIN);
		const expiry = String(readPath(named(NAME), 'expires_at'));
		await engine.clock.pass(3_600_000);
		expect(await made(item('make'))).toMatchObject({ state: 'ready', platformId: first.platformId });
		expect(Date.parse(String(readPath(named(NAME), 'expires_at')))).toBeGreaterThan(Date.parse(expiry) + 3_000_000);
		expect(branches()).toHaveLength(2);
	});

	it('holds the schema only where the catalog says so, and says which limit is in the way', async () => {
		const empty = { database: { project: 'paintbox', branch: NAME, parentBranch: 'main', data: 'schema-only' } };
		expect(await made(item('make', empty))).toMatchObject({ ok: true, state: 'ready' });
		expect(named(NAME)).toMatchObject({ init_source: 'schema-only' });
		await control('/limits', { root_branches_per_project: 2 });
		expect(await made(item('make', { ...empty, name: 'preview/pr-13-aaaa' }))).toMatchObject({
			ok: false,
			state: 'failed',
			platformId: '',
			reason: expect.stringContaining('as many root branches as its plan allows, 2 ('),
		});
	});

	it.each(['main', MAIN])('is never production: %s is neither handed out nor deleted', async (name) => {
		const how = await made(item('make', { name: 'main' }));
		expect(how).toMatchObject({ ok: false, state: 'failed', platformId: '' });
		expect(how.reason).toContain('was not returned: it is the default branch');
		expect(await made(item('remove', { name }))).toMatchObject({
			ok: false,
			state: 'removing',
			reason: expect.stringContaining('was not deleted: it is the default branch'),
		});
		expect(branches()).toHaveLength(1);
	});

	it('is still being made when the time is up, and is taken up then', async () => {
		await control('/operations', { action: 'start_compute', outcome: 'finished', extra_seconds: 60 });
		const first = await made(item('make', { waitSeconds: 1 }));
		expect(first).toMatchObject({ ok: false, state: 'making', reason: expect.stringContaining('last seen') });
		expect(await made(item('make'))).toMatchObject({ ok: true, state: 'ready' });
		expect(branches()).toHaveLength(2);
	});

	it('is tried again when Neon is away, and is not when an operation failed', async () => {
		const id = engine.sandbox.addFault({ platform: 'neon', kind: 'status', status: 503, times: 'always' });
		expect(await made(item('make', { waitSeconds: 5 }))).toMatchObject({ ok: false, state: 'making' });
		expect(await made(item('remove', { waitSeconds: 5 }))).toMatchObject({ ok: false, state: 'removing' });
		engine.sandbox.removeFault(id);
		await control('/operations', { action: 'create_branch', outcome: 'failed', error: 'storage fault' });
		expect(await made(item('make'))).toMatchObject({
			ok: false,
			state: 'failed',
			reason: expect.stringContaining('storage fault'),
		});
	});

	it('goes, and is gone the second time, too', async () => {
		await made(item('make'));
		expect(await made(item('remove'))).toMatchObject({ ok: true, state: 'removed', reason: '' });
		expect(named(NAME)).toBeUndefined();
		expect(await made(item('remove'))).toMatchObject({ ok: true, state: 'removed', platformId: '' });
		expect(branches().map(({ id }) => id)).toEqual([MAIN]);
	});
});
