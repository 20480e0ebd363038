import { openPage } from '../n8n/engine/forms';
import { WEBHOOK_HOST } from '../n8n/engine/errorWorkflows';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { type ApprovalDriver, createApprovalDriver, KEY, WORKERS } from './approvalDriver';
import { createReleaseWorld, type ReleaseWorld } from './releaseWorld';

/*
 * What waits for a person, and what waits for the time: asked for once, said at GitHub, given by the form to exactly
 * what was shown, and deployed without anybody pushing again.
 */

describeOnEngine('approvals and windows', () => {
	let world: ReleaseWorld;
	let driver: ApprovalDriver;
	let good: string;
	beforeAll(async () => {
		world = await createReleaseWorld({ platformSpeed: 10, services: [WORKERS] });
		driver = createApprovalDriver(world);
	});
	afterAll(async () => await world?.close());
	beforeEach(async () => {
		await world.renew();
		good = await world.push({ touches: [WORKERS] });
		await world.calm();
	});

	it('deploys what was approved, at once, and tells who approved it', async () => {
		driver.setRow({ approval: 'required' });
		const next = await driver.push();
		expect(await driver.live()).toBe(good);
		expect(driver.approvals()).toEqual([
			expect.objectContaining({ key: KEY, commit: next, state: 'asked', live_commit: good, given_by: '' }),
		]);
		expect(String(driver.approvals()[0]?.artifact)).toContain(next);
		expect(driver.status(next)).toMatchObject({
			state: 'pending',
			description: 'Waits for an approval: open Details to give it',
			target_url: `${WEBHOOK_HOST}/form/slipway-approve?release=${encodeURIComponent(KEY)}`,
		});
		expect(world.releases().at(-1)).toMatchObject({ state: 'blocked' });

		const run = await driver.open();
		expect(JSON.stringify((await openPage(world.engine, run)).data)).toContain(next.slice(0, 7));
		const page = await driver.approve(run, 'Read it');
		expect(page).toMatchObject({ title: 'Approved', message: expect.stringContaining('kim@candlefish.ai') });
		await world.calm();
		expect(await driver.live()).toBe(next);
		expect(driver.approvals()).toEqual([
			expect.objectContaining({ commit: next, state: 'used', given_by: 'kim@candlefish.ai', reason: 'Read it' }),
		]);
		expect(driver.status(next)).toMatchObject({
			state: 'success',
			description: 'It is live, approved by kim@candlefish.ai',
		});
		expect((await driver.end(await driver.open())).title).toBe('Nothing to approve');
		expect(world.pages()).toEqual([]);
		expect(await world.leftovers()).toEqual([]);
	});

	it('gives it to nobody once the branch moved on, and asks anew', async () => {
		driver.setRow({ approval: 'required' });
		const first = await driver.push();
		const run = await driver.open();
		const second = await driver.push();
		expect(driver.approvals().map(({ commit, state }) => ({ commit, state }))).toEqual([
			{ commit: first, state: 'void' },
			{ commit: second, state: 'asked' },
		]);
		expect(await driver.approve(run)).toMatchObject({
			title: 'Nothing was approved',
			message: expect.stringContaining(`The branch moved on to ${second.slice(0, 7)}`),
		});
		await world.calm();
		expect(await driver.live()).toBe(good);
		expect(driver.status(first)).toMatchObject({ state: 'error', description: expect.stringContaining('moved on') });
		expect(driver.status(second)).toMatchObject({ state: 'pending' });
	});

	it('is given once by two who send it', async () => {
		driver.setRow({ approval: 'required' });
		const next = await driver.push();
		const [one, two] = [await driver.open(), await driver.open()];
		expect(await driver.approve(one)).toMatchObject({ title: 'Approved' });
		expect(await driver.approve(two)).toMatchObject({
			title: 'Nothing was approved',
			message: expect.stringMatching(/approved (it already|by)|it is live/),
		});
		await world.calm();
		expect(await driver.live()).toBe(next);
	});

	it('expires, and is asked for anew', async () => {
		driver.setRow({ approval: 'required' });
		const next = await driver.push();
		const run = await driver.open();
		await world.engine.clock.pass(3 * 86_400_000 + 60_000);
		expect(await driver.approve(run)).toMatchObject({
			title: 'Nothing was approved',
			message: expect.stringContaining('It expired on'),
		});
		await world.calm();
		expect(driver.approvals().map(({ commit, state }) => ({ commit, state }))).toEqual([
			{ commit: next, state: 'expired' },
			{ commit: next, state: 'asked' },
		]);
		expect(await driver.live()).toBe(good);
	});

	it('is not given by who wrote it, nor by whom nobody can tell, unless the row lists them', async () => {
		driver.setRow({ approval: 'four-eyes' });
		const own = await driver.pushBy('Kim Park <Kim@candlefish.ai>');
		expect(await driver.approve(await driver.open())).toMatchObject({
			title: 'Nothing was approved',
			message: expect.stringContaining(`You wrote ${own.slice(0, 7)}`),
		});
		driver.setRow({ approvers: 'kim@candlefish.ai' });
		expect((await driver.approve(await driver.open())).message).toContain(`You wrote ${own.slice(0, 7)}`);

		// Put live past the approval, so that it is no part of what comes next.
		driver.setRow({ approval: '', approvers: '' });
		await world.push({ touches: [WORKERS] });
		await world.calm();
		driver.setRow({ approval: 'four-eyes' });
		const unclear = await driver.pushBy('sam');
		expect(await driver.approve(await driver.open())).toMatchObject({
			title: 'Nothing was approved',
			message: expect.stringContaining('nobody can tell whether that was you'),
		});
		driver.setRow({ approvers: 'ada@candlefish.ai' });
		expect((await driver.approve(await driver.open())).message).toContain('Only ada@candlefish.ai may approve it');
		driver.setRow({ approvers: 'ada@candlefish.ai, kim@candlefish.ai' });
		expect(await driver.approve(await driver.open())).toMatchObject({ title: 'Approved' });
		await world.calm();
		expect(await driver.live()).toBe(unclear);
	});

	it('waits for its window, and goes by itself when that opens', async () => {
		const clockText = (minutes: number): string => {
			const at = new Date(world.engine.clock.nodes.now() + minutes * 60_000);
			return at.toISOString().slice(11, 16);
		};
		driver.setRow({ window: `${clockText(30)}-${clockText(90)} UTC` });
		const next = await driver.push();
		expect(await driver.live()).toBe(good);
		expect(driver.status(next)).toMatchObject({
			state: 'pending',
			description: expect.stringContaining('Its window is closed'),
		});
		expect(world.pages()).toEqual([]);
		await world.engine.clock.pass(30 * 60_000);
		await world.calm();
		expect(await driver.live()).toBe(next);
		expect(driver.status(next)).toMatchObject({ state: 'success', description: 'It is live' });
	});

	it('holds back only what needs an approval when the table cannot be read', async () => {
		driver.setRow({ approval: 'required' });
		world.engine.faults.fail('slipway15platform', 'Read its approvals');
		await driver.push();
		expect(await driver.live()).toBe(good);
		expect(world.releases().at(-1)).toMatchObject({
			state: 'blocked',
			reason: expect.stringContaining('slipway_approvals'),
		});
	});
});
