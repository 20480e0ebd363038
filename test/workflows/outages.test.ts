import { createEngine, type Engine } from '../n8n/engine/engine';
import { MAX_SIZE_BYTES } from '../n8n/engine/dataTables';
import { describeOnEngine } from '../n8n/engine/installedN8n';

const CROWN = 'candlefish-ai/crown-trophy';
const SITE = 'candlefish-ai/promoteros';
const KEY = `slipway/${CROWN}@main`;
const SITE_KEY = `slipway/${SITE}@main`;
const WATCH = 'slipway08reconcile';
const minutes = (count: number): number => count * 60_000;

describeOnEngine('while something is away', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine();
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => {
		await engine.reset();
		await engine.push(CROWN);
	});

	const pages = (): number => engine.incidents().reduce((sum, { pageCount }) => sum + Number(pageCount), 0);
	const away = (platform: string, durationMs: number, more: object = {}) =>
		engine.faultFor(durationMs, { platform, kind: 'status', status: 503, ...more });
	/** So many minutes in which GitHub Watch looks for what was left undone, at no branch, and what it finds is done. */
	async function pass(count: number): Promise<void> {
		await engine.redis('DEL', 'slipway:watch');
		for (let passed = 0; passed < count; passed++) {
			await engine.clock.pass(minutes(1));
			await engine.poll(WATCH);
		}
	}
	/** Until what fails is told, and what was kept is done. */
	const untilSettled = async (): Promise<void> => await pass(25);
	const expectNothingKept = async (): Promise<void> => {
		await engine.clock.pass(minutes(25));
		expect(await engine.poll(WATCH)).toBeUndefined();
	};
	/** How often Netlify was asked for a build so far. */
	const buildCount = (): number =>
		engine.sandbox
			.requests({ platform: 'netlify' })
			.filter(({ method, path }) => method === 'POST' && path.endsWith('/builds')).length;
	const isOpen = (key: string): boolean => engine.openIncidents().some(({ dedupKey }) => dedupKey === key);

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

	describe('PagerDuty', () => {
		it.each(['bad-build', 'failing-health'])(
			'for ten minutes: the page of a %s gets through, once',
			async (scenario) => {
				away('pagerduty', minutes(10));
				const pushed = await engine.push(CROWN, { scenario });
				await untilSettled();
				expect(engine.openIncidents()).toMatchObject([{ dedupKey: KEY, pageCount: 1 }]);
				expect(engine.releaseOf(pushed.deliveryId)).toMatchObject({ state: 'failed' });
				await expectNothingKept();
			},
		);

		it('for ten minutes: the release waits for it no longer than a minute', async () => {
			const { payload } = await engine.commit(CROWN, { scenario: 'bad-build' });
			const startedAtMs = engine.clock.nodes.now();
			let endedAtMs = 0;
			away('pagerduty', minutes(10));
			const delivered = engine.deliver(payload);
			while (endedAtMs === 0) {
				await engine.clock.pass(5_000);
				const release = engine.tables.rows('slipway_releases').at(-1);
				if (release?.state === 'failed') endedAtMs = engine.clock.nodes.now();
			}
			await delivered;
			await untilSettled();
			expect(endedAtMs - startedAtMs).toBeLessThan(minutes(6));
			expect(isOpen(KEY)).toBe(true);
		});

		it('while a bad push is followed by a good one: nothing is left open', async () => {
			away('pagerduty', minutes(10));
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
			away('pagerduty', minutes(180));
			await engine.push(CROWN, { scenario: 'bad-build' });
			expect(pages()).toBe(0);
			await engine.clock.pass(minutes(180));
			await untilSettled();
			expect(engine.openIncidents()).toMatchObject([{ dedupKey: KEY, pageCount: 1 }]);
			await expectNothingKept();
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
			expect(pages()).toBe(0);
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
			expect(pages()).toBe(0);
			await engine.push(CROWN, { scenario: 'bad-build' });
			expect(engine.incidents()).toMatchObject([{ dedupKey: KEY, pageCount: 1 }]);
		});
	});

	describe('Data Tables', () => {
		it('full: a good push is live without a page, a bad one is one page of its service, and the rows come later', async () => {
			engine.tables.sizeBytes = MAX_SIZE_BYTES;
			const good = await engine.push(CROWN);
			expect(await engine.live(CROWN)).toMatchObject({ commit: good.sha });
			expect(pages()).toBe(0);
			const before = buildCount();
			const bad = await engine.push(CROWN, { scenario: 'bad-build' });
			expect(buildCount()).toBe(before + 1);
			const other = await engine.push(SITE, { scenario: 'bad-build' });
			expect(engine.incidents().map(({ dedupKey, pageCount }) => [dedupKey, pageCount])).toEqual([
				[KEY, 1],
				[SITE_KEY, 1],
			]);
			expect(engine.deploymentsOf(bad.deliveryId)).toEqual([]);
			engine.tables.mend();
			await engine.push(CROWN);
			await untilSettled();
			const states = [good, bad, other].map(({ deliveryId }) =>
				engine
					.deploymentsOf(deliveryId)
					.filter(({ kind }) => kind === 'deploy')
					.map(({ state }) => state),
			);
			expect(states).toEqual([['live'], ['failed'], ['failed']]);
			expect(await engine.redis('HGETALL', 'slipway:rows')).toEqual([]);
			expect(isOpen(KEY)).toBe(false);
		});

		it('unreadable: the push is not lost as "nothing": it is paged, by branch, and may be redelivered', async () => {
			const before = await engine.live(CROWN);
			engine.tables.break('slipway_services', 'read');
			const { payload, sha } = await engine.commit(CROWN);
			const { deliveryId } = await engine.deliver(payload);
			expect(engine.openIncidents()).toMatchObject([{ dedupKey: KEY, pageCount: 1 }]);
			expect(engine.releaseOf(deliveryId)).toBeUndefined();
			expect(await engine.live(CROWN)).toEqual(before);
			engine.tables.mend();
			// The turn of the run that died is free after five minutes.
			await engine.clock.pass(minutes(6));
			await engine.deliver(payload, deliveryId);
			expect(await engine.live(CROWN)).toMatchObject({ commit: sha });
			expect(engine.openIncidents()).toEqual([]);
		});

		it('unreadable for the hold alone: nothing is deployed over it, and somebody is told', async () => {
			engine.faults.fail('slipway03deploy', 'Read its row again');
			const before = await engine.live(CROWN);
			const { deliveryId } = await engine.push(CROWN);
			expect(await engine.live(CROWN)).toEqual(before);
			expect(engine.deploymentsOf(deliveryId)).toEqual([]);
			expect(engine.releaseOf(deliveryId)).toMatchObject({
				state: 'failed',
				reason: expect.stringContaining('crown-trophy/production'),
			});
			expect(engine.openIncidents()).toMatchObject([{ dedupKey: KEY, pageCount: 1 }]);
		});

		it('unreadable while a sick release is live: it goes back to what was verified before', async () => {
			const good = await engine.live(CROWN);
			engine.faults.fail('slipway04rollback', 'Find its verified deployments');
			await engine.push(CROWN, { scenario: 'failing-health' });
			expect(await engine.live(CROWN)).toEqual(good);
		});

		it('that know of no verified release give nothing to go back to, and a page says so', async () => {
			engine.tables.remove('slipway_deployments', () => true);
			// What was live before fails the check as well.
			engine.tables.change('slipway_services', ({ service }) => service === 'crown-trophy', {
				health_url: '/not-there.json',
			});
			engine.faults.fail('slipway04rollback', 'Find its verified deployments');
			const { deliveryId, sha } = await engine.push(CROWN);
			expect(await engine.live(CROWN)).toMatchObject({ commit: sha });
			expect(engine.deploymentsOf(deliveryId).find(({ kind }) => kind === 'deploy')).toMatchObject({
				state: 'failed',
				reason: expect.stringContaining('The roll back failed too'),
			});
			expect(engine.openIncidents()).toMatchObject([{ dedupKey: KEY, pageCount: 1 }]);
		});
	});

	describe('Upstash', () => {
		it('at the end of a good deploy: no page, and the next push waits minutes, not half an hour', async () => {
			const ignore = engine.sandbox.onExchange(({ path }) => {
				if (!path.includes('/deploys/')) return;
				ignore();
				away('upstash', minutes(8));
			});
			const { sha } = await engine.push(CROWN);
			expect(await engine.live(CROWN)).toMatchObject({ commit: sha });
			expect(pages()).toBe(0);
			await engine.clock.pass(minutes(8));
			// Minutes at most, and it frees itself; the sandbox's Redis lives in wall time.
			expect(Number(await engine.redis('PTTL', 'slipway:lock:netlify/crown-trophy'))).toBeLessThan(minutes(17.5));
			await engine.redis('DEL', 'slipway:lock:netlify/crown-trophy');
			const next = await engine.push(CROWN);
			expect(await engine.live(CROWN)).toMatchObject({ commit: next.sha });
		});

		it('before a claim is made: one page, of this very run', async () => {
			away('upstash', minutes(5));
			await engine.push(CROWN);
			expect(engine.openIncidents()).toMatchObject([
				{ dedupKey: expect.stringMatching(/^slipway\/execution\/\d+$/), pageCount: 1 },
			]);
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
			expect(pages()).toBe(1);
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

			const before = buildCount();
			const second = await engine.push(CROWN);
			expect(deployRow(second.deliveryId)?.state).not.toBe('live');
			expect(buildCount()).toBe(before);

			await engine.clock.pass(minutes(40));
			const third = await engine.push(CROWN);
			expect(await engine.live(CROWN)).toMatchObject({ commit: third.sha });
			expect(deployRow(third.deliveryId)).toMatchObject({ state: 'live', verified: true });
			expect(engine.openIncidents()).toEqual([]);
		});
	});
});
