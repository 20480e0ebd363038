import { SANDBOX_TOKEN } from '../../sandbox/github/world/accounts';
import { openPage } from '../n8n/engine/forms';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import type { EngineRun } from '../n8n/engine/runner';
import { type ByHandWorld, createByHandWorld } from './byHandWorld';
import type { LastPage } from './handForm';
import { CHAIN, MONOREPO, type ReleaseWorld } from './releaseWorld';

/*
 * The form of 05 for a whole release over three platforms: what goes back, in which order, and what of the release
 * after it is stopped.
 */

const [GATEWAY, API, SITE] = ['gateway', 'paintbox-api', 'paintbox-frontend'] as const;

describeOnEngine('by hand, on three platforms', () => {
	let hand: ByHandWorld;
	let release: ReleaseWorld;
	beforeAll(async () => {
		hand = await createByHandWorld(CHAIN);
		({ release } = hand);
	});
	afterAll(async () => await hand?.close());
	beforeEach(async () => await hand.renew());

	describe('a whole release', () => {
		const pageOf = async (run: EngineRun): Promise<LastPage> => await hand.end(await hand.confirm(run));

		it('goes back in reverse, every service is held, and nothing of it is deployed until they are lifted', async () => {
			const confirming = await hand.releaseUpToConfirmation();
			expect(await hand.shown(confirming)).toMatch(
				/paintbox-frontend.*Netlify would.*paintbox-api.*Fly\.io would.*ECS would/s,
			);
			const { title, message } = await pageOf(confirming);
			expect({ title, message }).toEqual({ title: 'Rolled back', message: expect.stringContaining(GATEWAY) });
			expect(await hand.commits()).toEqual(hand.all(hand.good));
			const order = hand.rollbacks().map(({ service }) => String(service));
			expect([...order].sort()).toEqual([...CHAIN].sort());
			expect(order.indexOf(SITE)).toBeLessThan(order.indexOf(API));
			expect(order.indexOf(API)).toBeLessThan(order.indexOf(GATEWAY));
			for (const row of hand.rollbacks())
				expect(row).toMatchObject({ state: 'live', verified: true, live_commit: hand.good, actor: 'Kim Park' });
			for (const service of CHAIN) expect(hand.catalogRow(service)).toMatchObject({ hold: true });
			await release.push({ touches: CHAIN });
			await release.calm();
			expect(await hand.commits()).toEqual(hand.all(hand.good));
			expect(await release.leftovers()).toEqual([]);
		});

		it.each([
			['Redis is away', () => hand.turnOff('upstash'), 'again, and it is healthy'],
			['PagerDuty is away', () => hand.turnOff('pagerduty'), 'again, and it is healthy'],
			['the tables are full', () => hand.fillTables(), 'It could not be held'],
		])('goes back all the same when %s', async (_name, happen, words) => {
			const confirming = await hand.releaseUpToConfirmation();
			happen();
			const { title, message } = await pageOf(confirming);
			expect({ title, message }).toEqual({ title: 'Rolled back', message: expect.stringContaining(words) });
			expect(await hand.commits()).toEqual(hand.all(hand.good));
		});

		it('says which part of it went back when one platform refuses, and pages that', async () => {
			release.engine.sandbox.addFault({
				platform: 'netlify',
				method: 'POST',
				path: '/api/v1/sites/*/deploys/*/restore',
				kind: 'status',
				status: 422,
				body: { code: 422, message: 'This deploy cannot be restored' },
				times: 'always',
			});
			const { title, message } = await pageOf(await hand.releaseUpToConfirmation());
			expect(title).toBe('Partly rolled back');
			expect(message).toContain('cannot be restored');
			expect(await hand.commits()).toEqual({ ...hand.all(hand.good), [SITE]: hand.newest });
			expect(release.engine.openIncidents()).toMatchObject([{ dedupKey: `slipway/${SITE}/production` }]);
		});

		it('rolls back once when two people confirm at once', async () => {
			const runs = [await hand.releaseUpToConfirmation(), await hand.releaseUpToConfirmation()];
			const before = await release.deploymentCounts();
			const pages = await Promise.all(runs.map(pageOf));
			const after = await release.deploymentCounts();
			expect(pages.map(({ title }) => title)).toContain('Rolled back');
			expect(pages.filter(({ title }) => !['Rolled back', 'Nothing was changed'].includes(title))).toEqual([]);
			expect(await hand.commits()).toEqual(hand.all(hand.good));
			// A restore makes no deployment on Netlify; the others make one for each roll back.
			for (const service of [GATEWAY, API])
				expect(Number(after[service]) - Number(before[service])).toBeLessThanOrEqual(1);
			expect(await release.leftovers()).toEqual([]);
		});

		it.each([
			['nothing of it is live yet', GATEWAY],
			['its first wave is live', API],
			['all but its last wave is live', SITE],
		])('stops the next release where it is under way: %s', async (_name, service) => {
			const confirming = await hand.releaseUpToConfirmation();
			const pushed = await release.push({ touches: CHAIN });
			await hand.untilRunning(service, pushed);
			// What went live meanwhile is shown anew, once: by then it is held, and what was under way has ended.
			const first = await hand.confirm(confirming);
			const isShownAnew = (await openPage(release.engine, first)).template !== 'form-trigger-completion';
			if (isShownAnew) {
				expect(await hand.shown(first)).toMatch(/It is held now.*goes back from/);
				for (const held of CHAIN) expect(hand.catalogRow(held)).toMatchObject({ hold: true });
			}
			const { title } = isShownAnew ? await pageOf(first) : await hand.end(first);
			await release.calm();
			expect({ title, isShownAnew }).toEqual({ title: 'Rolled back', isShownAnew: service !== GATEWAY });
			expect(await hand.commits()).toEqual(hand.all(hand.good));
			for (const held of CHAIN) expect(hand.catalogRow(held)).toMatchObject({ hold: true });
			expect(release.engine.openIncidents()).toEqual([]);
			expect(await release.leftovers()).toEqual([]);
		});

		it('goes back when its branch was deleted while the next one deploys', async () => {
			const confirming = await hand.releaseUpToConfirmation();
			const pushed = await release.push({ touches: [GATEWAY] });
			await hand.untilRunning(GATEWAY, pushed);
			await fetch(`${release.engine.sandbox.origin}/github/repos/${MONOREPO}/git/refs/heads/main`, {
				method: 'DELETE',
				headers: { authorization: `Bearer ${SANDBOX_TOKEN}` },
			});
			const first = await hand.confirm(confirming);
			const { template } = await openPage(release.engine, first);
			if (template !== 'form-trigger-completion') await hand.confirm(first);
			await release.calm();
			expect((await release.state(GATEWAY)).commit).not.toBe(pushed);
			expect(await release.leftovers()).toEqual([]);
		});
	});

	it('shows what a release would do on all three, writes nothing, and counts the calls', async () => {
		const next = await release.push({ touches: CHAIN, isDelivered: false });
		const before = hand.lastRequest();
		const rows = release.ledger().length;
		const run = await hand.send(await hand.begin('Show what a release would do'), [`${MONOREPO}@main`]);
		const { title, message } = await hand.end(run);
		const asked = release.engine.sandbox.requests({ since: before });
		expect(title).toMatch(new RegExp(`^A release of ${MONOREPO}@main would change`));
		const calls = asked.filter(({ platform }) => platform === 'github').length;
		expect(message).toContain(`GitHub was called ${calls} times. Nothing was changed.`);
		expect(message).toMatch(/^ECS, Fly\.io and Netlify were asked what is live/);
		expect(hand.writesSince(before)).toEqual([]);
		expect(release.ledger()).toHaveLength(rows);
		expect(await hand.commits()).toEqual(hand.all(hand.newest));
		expect(next).not.toBe(hand.newest);
	});
});
