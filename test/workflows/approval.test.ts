import type { ServiceName } from '../../tools/deliver/scenario';
import { isRecord, type JsonRecord, readRecords, readString } from '../../tools/json';
import { beginForm, openPage, sendPage } from '../n8n/engine/forms';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import type { EngineRun } from '../n8n/engine/runner';
import { createReleaseWorld, MONOREPO, type ReleaseWorld } from './releaseWorld';

/*
 * What waits for a person, and what waits for the time: asked for once, said at GitHub, given by the form to exactly
 * what was shown, and deployed without anybody pushing again.
 */

const WORKERS: ServiceName = 'nanda-workers';
const KEY = `${MONOREPO}@main/${WORKERS}/production`;

describeOnEngine('approvals and windows', () => {
	let world: ReleaseWorld;
	let good: string;
	beforeAll(async () => {
		world = await createReleaseWorld({ platformSpeed: 10 });
	});
	afterAll(async () => await world?.close());
	beforeEach(async () => {
		await world.renew();
		good = await world.push({ touches: [WORKERS] });
		await world.calm();
	});

	const setRow = (change: JsonRecord): void =>
		world.engine.tables.change(
			'slipway_services',
			(row) => row.service === WORKERS && row.environment === 'production',
			change,
		);
	const approvals = (): JsonRecord[] => world.engine.tables.rows('slipway_approvals');
	const live = async (): Promise<string> => (await world.state(WORKERS)).commit;
	/** The newest status of the service at that commit. */
	const status = (commit: string): JsonRecord | undefined => {
		const { github } = world.engine.sandbox.state();
		const repository = readRecords(isRecord(github) ? github : {}, 'repositories').find(
			(entry) => readString(entry, 'full_name') === MONOREPO,
		);
		return readRecords(repository ?? {}, 'commit_statuses')
			.filter((entry) => entry.sha === commit && entry.context === `slipway/${WORKERS}/production`)
			.at(-1);
	};
	const pushBy = async (author: string): Promise<string> => {
		const answer = await world.engine.clouds.control('/github/push', {
			repository: MONOREPO,
			files: { 'services/nanda-workers/by.txt': `${author} ${world.engine.runner.runs.length}\n` },
			message: 'A change of the workers',
			author,
		});
		await world.calm();
		return readString(answer, 'sha') ?? '';
	};
	const push = async (): Promise<string> => {
		const commit = await world.push({ touches: [WORKERS] });
		await world.calm();
		return commit;
	};
	/** The form, as kim@candlefish.ai, to the page that shows what waits. */
	const open = async (release = KEY): Promise<EngineRun> =>
		await beginForm(world.engine, 'slipway12approve', { release });
	const approve = async (run: EngineRun, reason = ''): Promise<{ title: string; message: string }> => {
		const { fields } = await openPage(world.engine, run);
		const [choice = ''] = fields.get('Approve') ?? [];
		return await end(await sendPage(world.engine, run, ['', JSON.stringify([choice]), reason]));
	};
	const end = async (run: EngineRun): Promise<{ title: string; message: string }> => {
		const { data, template } = await openPage(world.engine, run);
		expect(template).toBe('form-trigger-completion');
		return { title: String(data.title), message: String(data.message) };
	};

	it('deploys what was approved, at once, and tells who approved it', async () => {
		setRow({ approval: 'required' });
		const next = await push();
		expect(await live()).toBe(good);
		expect(approvals()).toEqual([
			expect.objectContaining({ key: KEY, commit: next, state: 'asked', live_commit: good, given_by: '' }),
		]);
		expect(String(approvals()[0]?.artifact)).toContain(next);
		expect(status(next)).toMatchObject({
			state: 'pending',
			description: 'Waits for an approval: open Details to give it',
			target_url: expect.stringContaining(`/form/slipway-approve?release=${encodeURIComponent(KEY)}`),
		});
		expect(world.releases().at(-1)).toMatchObject({ state: 'blocked' });

		const run = await open();
		expect(JSON.stringify((await openPage(world.engine, run)).data)).toContain(next.slice(0, 7));
		const page = await approve(run, 'Read it');
		expect(page).toMatchObject({ title: 'Approved', message: expect.stringContaining('kim@candlefish.ai') });
		await world.calm();
		expect(await live()).toBe(next);
		expect(approvals()).toEqual([
			expect.objectContaining({ commit: next, state: 'used', given_by: 'kim@candlefish.ai', reason: 'Read it' }),
		]);
		expect(status(next)).toMatchObject({
			state: 'success',
			description: 'It is live, approved by kim@candlefish.ai',
		});
		expect((await end(await open())).title).toBe('Nothing to approve');
		expect(world.pages()).toEqual([]);
		expect(await world.leftovers()).toEqual([]);
	});

	it('gives it to nobody once the branch moved on, and asks anew', async () => {
		setRow({ approval: 'required' });
		const first = await push();
		const run = await open();
		const second = await push();
		expect(approvals().map(({ commit, state }) => ({ commit, state }))).toEqual([
			{ commit: first, state: 'void' },
			{ commit: second, state: 'asked' },
		]);
		expect(await approve(run)).toMatchObject({
			title: 'Nothing was approved',
			message: expect.stringContaining(`The branch moved on to ${second.slice(0, 7)}`),
		});
		await world.calm();
		expect(await live()).toBe(good);
		expect(status(first)).toMatchObject({ state: 'error', description: expect.stringContaining('moved on') });
		expect(status(second)).toMatchObject({ state: 'pending' });
	});

	it('is given once by two who send it', async () => {
		setRow({ approval: 'required' });
		const next = await push();
		const [one, two] = [await open(), await open()];
		expect(await approve(one)).toMatchObject({ title: 'Approved' });
		expect(await approve(two)).toMatchObject({
			title: 'Nothing was approved',
			message: expect.stringMatching(/approved (it already|by)|it is live/),
		});
		await world.calm();
		expect(await live()).toBe(next);
	});

	it('expires, and is asked for anew', async () => {
		setRow({ approval: 'required' });
		const next = await push();
		const run = await open();
		await world.engine.clock.pass(3 * 86_400_000 + 60_000);
		expect(await approve(run)).toMatchObject({
			title: 'Nothing was approved',
			message: expect.stringContaining('It expired on'),
		});
		await world.calm();
		expect(approvals().map(({ commit, state }) => ({ commit, state }))).toEqual([
			{ commit: next, state: 'expired' },
			{ commit: next, state: 'asked' },
		]);
		expect(await live()).toBe(good);
	});

	it('is not given by who wrote it, nor by whom nobody can tell, unless the row lists them', async () => {
		setRow({ approval: 'four-eyes' });
		const own = await pushBy('Kim Park <Kim@candlefish.ai>');
		expect(await approve(await open())).toMatchObject({
			title: 'Nothing was approved',
			message: expect.stringContaining(`You wrote ${own.slice(0, 7)}`),
		});
		setRow({ approvers: 'kim@candlefish.ai' });
		expect((await approve(await open())).message).toContain(`You wrote ${own.slice(0, 7)}`);

		// Put live past the approval, so that it is no part of what comes next.
		setRow({ approval: '', approvers: '' });
		await world.push({ touches: [WORKERS] });
		await world.calm();
		setRow({ approval: 'four-eyes' });
		const unclear = await pushBy('sam');
		expect(await approve(await open())).toMatchObject({
			title: 'Nothing was approved',
			message: expect.stringContaining('nobody can tell whether that was you'),
		});
		setRow({ approvers: 'ada@candlefish.ai' });
		expect((await approve(await open())).message).toContain('Only ada@candlefish.ai may approve it');
		setRow({ approvers: 'ada@candlefish.ai, kim@candlefish.ai' });
		expect(await approve(await open())).toMatchObject({ title: 'Approved' });
		await world.calm();
		expect(await live()).toBe(unclear);
	});

	it('waits for its window, and goes by itself when that opens', async () => {
		const clockText = (minutes: number): string => {
			const at = new Date(world.engine.clock.nodes.now() + minutes * 60_000);
			return at.toISOString().slice(11, 16);
		};
		setRow({ window: `${clockText(30)}-${clockText(90)} UTC` });
		const next = await push();
		expect(await live()).toBe(good);
		expect(status(next)).toMatchObject({
			state: 'pending',
			description: expect.stringContaining('Its window is closed'),
		});
		expect(world.pages()).toEqual([]);
		await world.engine.clock.pass(30 * 60_000);
		await world.calm();
		expect(await live()).toBe(next);
		expect(status(next)).toMatchObject({ state: 'success', description: 'It is live' });
	});

	it('holds back only what needs an approval when the table cannot be read', async () => {
		setRow({ approval: 'required' });
		world.engine.faults.fail('slipway15platform', 'Read its approvals');
		await push();
		expect(await live()).toBe(good);
		expect(world.releases().at(-1)).toMatchObject({
			state: 'blocked',
			reason: expect.stringContaining('slipway_approvals'),
		});
	});
});
