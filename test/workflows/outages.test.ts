import type { Engine } from '../n8n/engine/engine';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { createOutageDriver, CROWN, KEY, minutes, type OutageDriver } from './outageDriver';

describeOnEngine('while a platform is away', () => {
	let outage: OutageDriver;
	let engine: Engine;
	beforeAll(async () => {
		outage = await createOutageDriver();
		({ engine } = outage);
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => await outage.renew());

	it('is a skip: recorded with its reason, and nothing is deployed or paged', async () => {
		const before = await engine.live(CROWN);
		const skipped = await engine.push(CROWN, { message: 'docs: a typo [skip deploy]' });
		expect(engine.releaseOf(skipped.deliveryId)).toMatchObject({
			state: 'skipped',
			reason: expect.stringContaining('asks for no deployment'),
		});
		expect(engine.deploymentsOf(skipped.deliveryId)).toEqual([]);
		expect(await engine.live(CROWN)).toEqual(before);
		expect(engine.incidents()).toEqual([]);
	});

	it('begins nothing that neither the ledger nor Redis takes a note of, and somebody is told', async () => {
		const before = await engine.live(CROWN);
		engine.faults.fail('slipway11record', 'Write it to the ledger');
		engine.faults.fail('slipway11record', 'Keep the row, or forget it');
		await engine.push(CROWN);
		await outage.untilSettled();
		expect(await engine.live(CROWN)).toEqual(before);
		expect(outage.pages()).toBe(1);
		expect(JSON.stringify(engine.openIncidents())).toContain('Nothing was deployed');
		engine.faults.mend();
		const next = await engine.push(CROWN);
		await outage.untilSettled();
		expect(await engine.live(CROWN)).toMatchObject({ commit: next.sha });
		expect(engine.openIncidents()).toEqual([]);
	});

	describe('PagerDuty', () => {
		it.each(['bad-build', 'failing-health'])(
			'for ten minutes: the page of a %s gets through, once',
			async (scenario) => {
				outage.away('pagerduty', minutes(10));
				const pushed = await engine.push(CROWN, { scenario });
				await outage.untilSettled();
				expect(engine.openIncidents()).toMatchObject([{ dedupKey: KEY, pageCount: 1 }]);
				expect(engine.releaseOf(pushed.deliveryId)).toMatchObject({ state: 'failed' });
				await outage.expectNothingKept();
			},
		);

		it('for ten minutes: the release waits for it no longer than a minute', async () => {
			const { payload } = await engine.commit(CROWN, { scenario: 'bad-build' });
			const startedAtMs = engine.clock.nodes.now();
			let endedAtMs = 0;
			outage.away('pagerduty', minutes(10));
			const delivered = engine.deliver(payload);
			while (endedAtMs === 0) {
				await engine.clock.pass(5_000);
				const release = engine.tables.rows('slipway_releases').at(-1);
				if (release?.state === 'failed') endedAtMs = engine.clock.nodes.now();
			}
			await delivered;
			await outage.untilSettled();
			expect(endedAtMs - startedAtMs).toBeLessThan(minutes(6));
			expect(outage.isOpen(KEY)).toBe(true);
		});

		it('while a bad push is followed by a good one: nothing is left open', async () => {
			outage.away('pagerduty', minutes(10));
			const bad = await engine.commit(CROWN, { scenario: 'bad-build' });
			const told = engine.deliver(bad.payload);
			await engine.clock.pass(minutes(6));
			const good = await engine.push(CROWN);
			await told;
			await engine.runner.settled();
			expect(await engine.live(CROWN)).toMatchObject({ commit: good.sha });
			expect(engine.openIncidents()).toEqual([]);
		});

		it('for hours: it is told when somebody looks for what nobody was told', async () => {
			outage.away('pagerduty', minutes(180));
			await engine.push(CROWN, { scenario: 'bad-build' });
			expect(outage.pages()).toBe(0);
			await engine.clock.pass(minutes(180));
			await outage.untilSettled();
			expect(engine.openIncidents()).toMatchObject([{ dedupKey: KEY, pageCount: 1 }]);
			await outage.expectNothingKept();
		});

		it("stops neither a good deploy nor the change event's failure the next service", async () => {
			engine.sandbox.addFault({
				platform: 'pagerduty',
				path: '/v2/change/enqueue',
				kind: 'status',
				status: 502,
				times: 'always',
			});
			const one = await engine.push(CROWN);
			expect(engine.releaseOf(one.deliveryId)).toMatchObject({ state: 'live' });
			expect(outage.pages()).toBe(0);
			expect((await engine.clouds.deployments(CROWN)).find(({ commit }) => commit === one.sha)?.state).toBe('success');
		});
	});

	describe('GitHub', () => {
		it.each([
			[
				'refuses the last status',
				{
					method: 'POST',
					path: '/repos/*/*/deployments/*/statuses',
					kind: 'status' as const,
					status: 422,
					times: 'always' as const,
				},
			],
			[
				'is away for the first status',
				{ method: 'POST', path: '/repos/*/*/deployments/*/statuses', kind: 'status' as const, status: 502, times: 6 },
			],
		])('%s: a good deploy is live and nobody is paged; a bad one is one page', async (_name, fault) => {
			engine.sandbox.addFault({ platform: 'github', ...fault });
			const good = await engine.push(CROWN);
			expect(engine.deploymentsOf(good.deliveryId)).toMatchObject([{ state: 'live', verified: true }]);
			expect(outage.pages()).toBe(0);
			await engine.push(CROWN, { scenario: 'bad-build' });
			expect(engine.incidents()).toMatchObject([{ dedupKey: KEY, pageCount: 1 }]);
		});
	});

	describe('an end that nobody saw', () => {
		const looks = { platform: 'netlify', method: 'GET', kind: 'status' as const, status: 503 };
		/** Nobody can look any more from the moment that a build was asked for. */
		function blindFromTheBuildOn(path: string, durationMs: number): void {
			const ignore = engine.sandbox.onExchange(({ method, path: asked }) => {
				if (method !== 'POST' || !asked.endsWith('/builds')) return;
				ignore();
				engine.faultFor(durationMs, { ...looks, path });
			});
		}
		const deployRow = (deliveryId: string) => engine.deploymentsOf(deliveryId).find(({ kind }) => kind === 'deploy');

		it('but what went live all the same is looked at: a sick one goes back, with one page', async () => {
			blindFromTheBuildOn('/api/v1/**deploys/*', minutes(18));
			const { deliveryId, sha } = await engine.push(CROWN, { scenario: 'failing-health' });
			expect(deployRow(deliveryId)?.state).not.toBe('live');
			expect(outage.pages()).toBe(1);
			expect((await engine.live(CROWN)).commit).not.toBe(sha);
			expect(await engine.live(CROWN)).toMatchObject({ pageStatus: 200 });
		});

		it('is called unknown and not failed, paged with that warning, and nothing is deployed over it before it was looked at', async () => {
			blindFromTheBuildOn('/api/v1/**', minutes(40));
			const first = await engine.push(CROWN);
			expect(deployRow(first.deliveryId)).toMatchObject({ state: 'unknown', verified: false });
			expect(engine.releaseOf(first.deliveryId)).toMatchObject({ state: 'unknown' });
			expect(engine.openIncidents()).toMatchObject([
				{
					dedupKey: KEY,
					pageCount: 1,
					summary: expect.stringMatching(/not known how the deploy of .* ended.*may still go live/),
				},
			]);

			const before = outage.buildCount();
			const second = await engine.push(CROWN);
			expect(deployRow(second.deliveryId)?.state).not.toBe('live');
			expect(outage.buildCount()).toBe(before);

			await engine.clock.pass(minutes(40));
			const third = await engine.push(CROWN);
			expect(await engine.live(CROWN)).toMatchObject({ commit: third.sha });
			expect(deployRow(third.deliveryId)).toMatchObject({ state: 'live', verified: true });
			expect(engine.openIncidents()).toEqual([]);
		});
	});
});
