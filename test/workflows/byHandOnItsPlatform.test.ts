import { createByHandWorld, type ByHandWorld, nameOf } from './byHandWorld';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import type { ReleaseWorld } from './releaseWorld';

/*
 * The form of 05 for one service on Fly.io, and on ECS: what a person sees, what goes back, and that nothing between
 * the person and the roll back stops it.
 */

const [GATEWAY, API] = ['gateway', 'paintbox-api'] as const;
const BOTH = [GATEWAY, API];

describeOnEngine('by hand, one service', () => {
	let hand: ByHandWorld;
	let release: ReleaseWorld;
	beforeAll(async () => {
		hand = await createByHandWorld(BOTH);
		({ release } = hand);
	});
	afterAll(async () => await hand?.close());
	beforeEach(async () => await hand.renew());

	describe.each([
		[API, 'fly', 'paintbox-api', 'Fly.io'],
		[GATEWAY, 'ecs', 'candlefish/gateway', 'ECS'],
	] as const)('%s', (service, platform, target, platformName) => {
		it('is looked at, put back, held, recorded; lifting the hold deploys the head again', async () => {
			const before = hand.lastRequest();
			const offering = await hand.send(await hand.begin(), [nameOf(service)]);
			expect(await hand.shown(offering)).toMatch(new RegExp(`${hand.newest.slice(0, 7)}</b> is live now`));
			expect(await hand.shown(offering)).toMatch(/<table>.*healthy, live now.*healthy.*<\/table>/s);
			const confirming = await hand.chooseDeployment(offering, hand.good);
			expect(await hand.shown(confirming)).toMatch(
				new RegExp(
					`goes back from .*${hand.newest.slice(0, 7)}.*${hand.good.slice(0, 7)}.*A dry run passed: ${platformName} would`,
				),
			);
			expect(hand.writesSince(before)).toEqual([]);

			expect(await hand.end(await hand.confirm(confirming))).toMatchObject({
				title: 'Rolled back',
				message: expect.stringMatching(/again, and it is healthy.*Pushes do not deploy/s),
			});
			expect(await hand.commits()).toEqual({ ...hand.all(hand.newest), [service]: hand.good });
			expect(hand.catalogRow(service)).toMatchObject({ hold: true, hold_reason: expect.stringMatching(/by Kim Park/) });
			expect(hand.rollbacks()).toMatchObject([
				{ service, state: 'live', verified: true, commit: hand.good, live_commit: hand.good, actor: 'Kim Park' },
			]);

			// What was rolled back is still there to be chosen, marked as such.
			const again = await hand.send(await hand.begin(), [nameOf(service)]);
			expect(await hand.choices(again)).toContainEqual(
				expect.stringMatching(new RegExp(`^${hand.newest.slice(0, 7)}.*, rolled back by Kim Park$`)),
			);

			const held = await release.push({ touches: BOTH });
			await release.calm();
			expect((await hand.commits())[service]).toBe(hand.good);
			await hand.end(await hand.send(await hand.begin('Lift a hold', 'Mended'), [nameOf(service)]));
			await release.calm();
			expect(await hand.commits()).toEqual(hand.all(held));
			expect(release.engine.openIncidents()).toEqual([]);
			expect(await release.leftovers()).toEqual([]);
		});

		it('goes back with catalog and ledger away, by a typed target', async () => {
			release.engine.tables.break('slipway_services', 'read');
			release.engine.tables.break('slipway_deployments', 'read');
			const offering = await hand.send(await hand.begin(), [platform, target]);
			expect(await hand.shown(offering)).toContain('nobody knows which of these are good');
			const { title, message } = await hand.end(await hand.confirm(await hand.chooseDeployment(offering, hand.good)));
			expect({ title, message }).toEqual({
				title: 'Rolled back',
				message: expect.stringContaining('It could not be held'),
			});
			expect((await release.state(service)).commit).toBe(hand.good);
		});

		it('goes back with Redis, GitHub, the page and the tables away, all at once', async () => {
			const run = await hand.begin();
			for (const name of ['upstash', 'pagerduty', 'github']) hand.turnOff(name);
			hand.fillTables();
			const confirming = await hand.chooseDeployment(await hand.send(run, [nameOf(service)]), hand.good);
			expect((await hand.end(await hand.confirm(confirming))).title).toBe('Rolled back');
			expect((await release.state(service)).commit).toBe(hand.good);
		});

		it('stops its deployment that is under way, and nothing of that goes live afterwards', async () => {
			const confirming = await hand.upToConfirmation(service);
			const pushed = await release.push({ touches: [service] });
			await hand.untilRunning(service, pushed);
			const { title } = await hand.end(await hand.confirm(confirming));
			await release.calm();
			expect(title).toBe('Rolled back');
			expect(await hand.commits()).toEqual({ ...hand.all(hand.newest), [service]: hand.good });
			expect(await release.leftovers()).toEqual([]);
			const states = release.ledger(service).flatMap((row) => (row.head_commit === pushed ? [String(row.state)] : []));
			expect(states.filter((state) => ['running', 'failed', 'unknown'].includes(state))).toEqual([]);
			expect(release.engine.openIncidents()).toEqual([]);
		});
	});
});
