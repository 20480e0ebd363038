import type { Engine } from '../n8n/engine/engine';
import { openPage, sendPage } from '../n8n/engine/forms';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import type { EngineRun } from '../n8n/engine/runner';
import { createCrownByHand, CROWN, type CrownByHand, NAME, SERVICE } from './crownByHand';

const minutes = (count: number): number => count * 60_000;

/*
 * What the form of 05 offers when less can be read than it wants to, and what else it does: hold, lift, try again, a
 * whole release, and the plan of one.
 */
describeOnEngine('what a person chooses by hand', () => {
	let hand: CrownByHand;
	let engine: Engine;
	beforeAll(async () => {
		hand = await createCrownByHand();
		({ engine } = hand);
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => await hand.renew());

	it('offers what the platform has when the ledger cannot be read, and says that nobody knows which are good', async () => {
		engine.tables.break('slipway_deployments', 'read');
		const offering = await sendPage(engine, await hand.begin(), [NAME]);
		expect(await hand.shown(offering)).toContain('nobody knows which of these are good');
		const offered = (await hand.choices(offering)).find((option) => option.startsWith(hand.good.slice(0, 7)));
		expect(offered).toMatch(/not known to be good/);
		const confirming = await sendPage(engine, offering, [JSON.stringify([offered])]);
		expect((await hand.end(await sendPage(engine, confirming, [SERVICE]))).title).toBe('Rolled back');
		expect(await hand.live()).toBe(hand.good);
	});

	it('takes a typed platform and target when the catalog cannot be read, too', async () => {
		engine.tables.break('slipway_services', 'read');
		engine.tables.break('slipway_deployments', 'read');
		const run = await hand.begin();
		expect([...(await openPage(engine, run)).fields.keys()]).toEqual([
			'Platform',
			'Target (site, app, cluster/service or namespace/deployment)',
		]);
		const offering = await sendPage(engine, run, ['netlify', SERVICE]);
		const offered = (await hand.choices(offering)).find((option) => option.startsWith(hand.good.slice(0, 7)));
		const confirming = await sendPage(engine, offering, [JSON.stringify([offered])]);
		expect(await hand.end(await sendPage(engine, confirming, [SERVICE]))).toMatchObject({
			title: 'Rolled back',
			message: expect.stringContaining('It could not be held'),
		});
		expect(await hand.live()).toBe(hand.good);
	});

	it("takes a typed deployment when the platform's list cannot be had either", async () => {
		engine.tables.break('slipway_deployments', 'read');
		const { id } = (await engine.clouds.deploys((await engine.clouds.siteOf(CROWN)).id)).find(
			({ commit }) => commit === hand.good,
		) ?? { id: '' };
		const run = await hand.begin();
		engine.faultFor(minutes(5), {
			platform: 'netlify',
			method: 'GET',
			path: '/api/v1/sites/*/deploys',
			kind: 'status',
			status: 503,
		});
		const offering = await sendPage(engine, run, [NAME]);
		expect([...(await openPage(engine, offering)).fields.keys()]).toEqual([
			'Deployment to go back to (its ID on the platform)',
		]);
		await engine.clock.pass(minutes(5));
		const confirming = await sendPage(engine, offering, [id]);
		expect((await hand.end(await sendPage(engine, confirming, [SERVICE]))).title).toBe('Rolled back');
		expect(await hand.live()).toBe(hand.good);
	});

	it('refuses a deployment that is not on the page', async () => {
		const offering = await sendPage(engine, await hand.begin(), [NAME]);
		const sent = await sendPage(engine, offering, ['', JSON.stringify(['abc1234 [65f1c0de7a1e0001d0000001]'])]);
		expect(await hand.end(sent)).toMatchObject({
			title: 'Nothing was changed',
			message: expect.stringContaining('not one of those on the page'),
		});
		expect(await hand.live()).not.toBe(hand.good);
	});

	it('holds a service, and lifting it looks at once: what was pushed meanwhile is deployed', async () => {
		const held = await sendPage(engine, await hand.begin('Hold a service'), [NAME]);
		expect((await hand.end(held)).title).toBe('It is held');
		const pushed = await engine.push(CROWN);
		expect(await hand.live()).not.toBe(pushed.sha);
		const lifted = await sendPage(engine, await hand.begin('Lift a hold', 'Mended'), [NAME]);
		await engine.runner.settled();
		expect(await hand.end(lifted)).toMatchObject({
			title: 'The hold is lifted',
			message: expect.stringContaining('looked at right now'),
		});
		expect(await hand.live()).toBe(pushed.sha);
		expect(hand.row()).toMatchObject({
			hold: false,
			hold_reason: expect.stringMatching(/^Lifted by Kim Park .*Mended/),
		});
	});

	it('tries again what failed, once for each time that a person asks, and nothing that is well', async () => {
		const attempts = () =>
			engine.tables
				.rows('slipway_deployments')
				.filter(({ kind, service }) => kind === 'deploy' && service === hand.row()?.service).length;
		const tryAgain = async (): Promise<void> => {
			const tried = await sendPage(engine, await hand.begin('Try a service again', 'It was their outage'), [NAME]);
			await engine.runner.settled();
			expect(await hand.end(tried)).toMatchObject({
				title: 'It is tried again',
				message: expect.stringContaining('looked at right now'),
			});
		};
		const beforeAll = attempts();
		await tryAgain();
		expect(attempts()).toBe(beforeAll);
		await engine.push(CROWN, { scenario: 'bad-build' });
		const failed = attempts();
		expect(failed).toBe(beforeAll + 1);
		await tryAgain();
		expect(attempts()).toBe(failed + 1);
		expect(hand.row()).toMatchObject({ hold: false });
	});

	it('says that a hold was not lifted when the catalog cannot be written', async () => {
		await sendPage(engine, await hand.begin('Hold a service'), [NAME]);
		engine.tables.break('slipway_services', 'write');
		const lifted = await sendPage(engine, await hand.begin('Lift a hold'), [NAME]);
		expect((await hand.end(lifted)).title).toBe('The hold was not lifted');
	});

	it('rolls back a whole release, and leaves what it is not live at any more', async () => {
		/** The release that was newest before anything was rolled back. */
		const chooseRelease = async (id = ''): Promise<EngineRun> => {
			const releasing = await hand.begin('Roll back a whole release');
			const releases = (await openPage(engine, releasing)).fields.get('Release') ?? [];
			return await sendPage(engine, releasing, [releases.find((label) => label.includes(id))]);
		};
		const newest = engine.tables.rows('slipway_releases').at(-1);
		const confirming = await chooseRelease();
		expect(await hand.shown(confirming)).toMatch(/the whole release.*goes back from/s);
		const [label = ''] = [...(await openPage(engine, confirming)).fields.keys()];
		const ended = await sendPage(engine, confirming, [label.replace('To confirm, type ', '')]);
		expect((await hand.end(ended)).title).toBe('Rolled back');
		expect(await hand.live()).toBe(hand.good);
		expect(await hand.end(await chooseRelease(String(newest?.commit).slice(0, 7)))).toMatchObject({
			title: 'Nothing was changed',
			message: expect.stringContaining('not live any more'),
		});
	});

	it('shows what a release would do, and changes nothing', async () => {
		const { sha } = await engine.commit(CROWN);
		const before = engine.tables.rows('slipway_deployments').length;
		const run = await sendPage(engine, await hand.begin('Show what a release would do'), [`${CROWN}@main`]);
		const { title, message } = await hand.end(run);
		expect(title).toBe(`A release of ${CROWN}@main would change 1 of 1 services`);
		expect(message).toMatch(/Nothing was changed.*<td>deploy: /s);
		expect(await hand.live()).not.toBe(sha);
		expect(engine.tables.rows('slipway_deployments')).toHaveLength(before);
		expect(await engine.locks()).toEqual([]);
	});
});
