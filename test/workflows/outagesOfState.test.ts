import { MAX_SIZE_BYTES } from '../n8n/engine/dataTables';
import type { Engine } from '../n8n/engine/engine';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { createOutageDriver, CROWN, KEY, minutes, type OutageDriver } from './outageDriver';

const SITE = 'candlefish-ai/promoteros';
const SITE_KEY = `slipway/${SITE}@main`;

describeOnEngine('while what is remembered is away', () => {
	let outage: OutageDriver;
	let engine: Engine;
	beforeAll(async () => {
		outage = await createOutageDriver();
		({ engine } = outage);
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => await outage.renew());

	describe('Data Tables', () => {
		it('full: a good push is live without a page, a bad one is one page of its service, and the rows come later', async () => {
			engine.tables.sizeBytes = MAX_SIZE_BYTES;
			const good = await engine.push(CROWN);
			expect(await engine.live(CROWN)).toMatchObject({ commit: good.sha });
			expect(outage.pages()).toBe(0);
			const before = outage.buildCount();
			const bad = await engine.push(CROWN, { scenario: 'bad-build' });
			expect(outage.buildCount()).toBe(before + 1);
			const other = await engine.push(SITE, { scenario: 'bad-build' });
			expect(engine.incidents().map(({ dedupKey, pageCount }) => [dedupKey, pageCount])).toEqual([
				[KEY, 1],
				[SITE_KEY, 1],
			]);
			expect(engine.deploymentsOf(bad.deliveryId)).toEqual([]);
			engine.tables.mend();
			await engine.push(CROWN);
			await outage.untilSettled();
			const states = [good, bad, other].map(({ deliveryId }) =>
				engine
					.deploymentsOf(deliveryId)
					.filter(({ kind }) => kind === 'deploy')
					.map(({ state }) => state),
			);
			expect(states).toEqual([['live'], ['failed'], ['failed']]);
			expect(await engine.redis('HGETALL', 'slipway:rows')).toEqual([]);
			expect(outage.isOpen(KEY)).toBe(false);
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
				outage.away('upstash', minutes(8));
			});
			const { sha } = await engine.push(CROWN);
			expect(await engine.live(CROWN)).toMatchObject({ commit: sha });
			expect(outage.pages()).toBe(0);
			await engine.clock.pass(minutes(8));
			// Minutes at most, and it frees itself; the sandbox's Redis lives in wall time.
			expect(Number(await engine.redis('PTTL', 'slipway:lock:netlify/crown-trophy'))).toBeLessThan(minutes(17.5));
			await engine.redis('DEL', 'slipway:lock:netlify/crown-trophy');
			const next = await engine.push(CROWN);
			expect(await engine.live(CROWN)).toMatchObject({ commit: next.sha });
		});

		it('before a claim is made: one page, of this very run', async () => {
			outage.away('upstash', minutes(5));
			await engine.push(CROWN);
			expect(engine.openIncidents()).toMatchObject([
				{ dedupKey: expect.stringMatching(/^slipway\/execution\/\d+$/), pageCount: 1 },
			]);
		});
	});
});
