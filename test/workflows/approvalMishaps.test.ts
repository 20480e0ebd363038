import type { ServiceName } from '../../tools/deliver/scenario';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { type ApprovalDriver, createApprovalDriver, WORKERS } from './approvalDriver';
import { createReleaseWorld, type ReleaseWorld } from './releaseWorld';

/* Approvals that are asked for twice or of something that is gone, and times that never come. */

const GATEWAY: ServiceName = 'gateway';

describeOnEngine('approvals and windows that go wrong', () => {
	let world: ReleaseWorld;
	let driver: ApprovalDriver;
	let good: string;
	beforeAll(async () => {
		world = await createReleaseWorld({ platformSpeed: 10, services: [WORKERS, GATEWAY] });
		driver = createApprovalDriver(world);
	});
	afterAll(async () => await world?.close());
	beforeEach(async () => {
		await world.renew();
		good = await world.push({ touches: [WORKERS] });
		await world.calm();
	});

	const states = (): unknown[] => driver.approvals().map(({ commit, state }) => [commit, state]);

	it('asks once, however often the branch is looked at', async () => {
		driver.setRow({ approval: 'required' });
		const next = await driver.push();
		for (let look = 0; look < 3; look++) {
			await driver.lookAgain();
		}
		expect(states()).toEqual([[next, 'asked']]);
		expect(await driver.live()).toBe(good);
		expect(await driver.approve(await driver.open())).toMatchObject({ title: 'Approved' });
		await driver.lookAgain();
		expect(states()).toEqual([[next, 'used']]);
		expect(await driver.live()).toBe(next);
		expect(world.ledger(WORKERS).filter((row) => row.commit === next && row.kind === 'deploy')).toHaveLength(1);
	});

	it('approves nothing of a service that is gone from the catalog, or switched off there', async () => {
		driver.setRow({ approval: 'required' });
		await driver.push();
		const run = await driver.open();
		driver.setRow({ enabled: false });
		expect(await driver.approve(run)).toMatchObject({
			title: 'Nothing was approved',
			message: expect.stringContaining('not in the catalog any more, or switched off there'),
		});
		driver.setRow({ enabled: true });
		const again = await driver.open();
		world.engine.tables.remove('slipway_services', (row) => row.service === WORKERS);
		expect((await driver.approve(again)).message).toContain('not in the catalog any more');
		await world.calm();
		expect(await driver.live()).toBe(good);
		expect(driver.approvals()).toMatchObject([{ state: 'asked', given_by: '' }]);
	});

	it('heeds what the catalog says when it is sent, not when the form was opened; and approves nothing without it', async () => {
		driver.setRow({ approval: 'required' });
		const next = await driver.push();
		const [one, two] = [await driver.open(), await driver.open()];
		driver.setRow({ approvers: 'ada@candlefish.ai' });
		expect(await driver.approve(one)).toMatchObject({
			title: 'Nothing was approved',
			message: expect.stringContaining('Only ada@candlefish.ai may approve it'),
		});
		world.engine.faults.fail('slipway12approve', 'Read the catalog again');
		expect((await driver.approve(two)).message).toContain('The table slipway_services cannot be read');
		expect(states()).toEqual([[next, 'asked']]);
		expect(await driver.live()).toBe(good);
	});

	it('approves nothing whose row is gone, and asks for it anew when somebody looks', async () => {
		driver.setRow({ approval: 'required' });
		const next = await driver.push();
		const run = await driver.open();
		world.engine.tables.remove('slipway_approvals', () => true);
		expect(await driver.approve(run)).toMatchObject({
			title: 'Nothing was approved',
			message: expect.stringContaining('It is not asked for any more'),
		});
		expect(await driver.live()).toBe(good);
		await driver.lookAgain();
		expect(states()).toEqual([[next, 'asked']]);
	});

	it('deploys what needs no approval any more', async () => {
		driver.setRow({ approval: 'required' });
		const next = await driver.push();
		const run = await driver.open();
		driver.setRow({ approval: '' });
		expect((await driver.approve(run)).message).toContain('asks for no approval of it any more');
		await world.calm();
		expect(await driver.live()).toBe(next);
		expect(driver.status(next)).toMatchObject({ state: 'success' });
	});

	it('calls a window that never opens a fault of its row, and holds up no other service', async () => {
		driver.setRow({ window: '09:00-09:00 UTC' });
		const next = await world.push({ touches: [WORKERS, GATEWAY] });
		await world.calm();
		expect(await driver.live()).toBe(good);
		expect((await world.state(GATEWAY)).commit).toBe(next);
		expect(world.releases().at(-1)?.decisions).toMatch(
			/nanda-workers\/production: blocked.*"09:00-09:00 UTC" never opens: it ends when it begins/,
		);
		driver.setRow({ window: '00:00-24:00 UTC' });
		await driver.lookAgain();
		expect(await driver.live()).toBe(next);
	});

	it('says of a freeze without an end that it does not open, and does not wait for it', async () => {
		driver.setRow({ freeze: '2026-01-01..2029-12-31' });
		const next = await driver.push();
		expect(await driver.live()).toBe(good);
		expect(world.releases().at(-1)).toMatchObject({
			state: 'blocked',
			decisions: expect.stringContaining('It is frozen, and it does not open within a year'),
		});
		expect(await world.leftovers()).toEqual([]);
		driver.setRow({ freeze: '' });
		await driver.lookAgain();
		expect(await driver.live()).toBe(next);
	});
});
