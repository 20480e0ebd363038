import { useManualClock } from '../../n8n/sandboxClock';
import { byId, useCloudflare, zone } from './cloudflareDriver';

const clock = useManualClock();
const cloudflare = useCloudflare(clock);

const primary = 'paintbox-api.fly.dev';
const standby = 'paintbox-api-standby.fly.dev';
const swap = {
	operation: 'swap',
	zone,
	type: 'CNAME',
	name: 'api.candlefish.ai',
	fromContent: primary,
	toContent: standby,
};

async function askResolver(): Promise<void> {
	await fetch(`${cloudflare.sandbox.origin}/dns-query?name=api.candlefish.ai&type=CNAME`, {
		headers: { Accept: 'application/dns-json' },
	});
}

describe('DNS Record: Swap', () => {
	it('points a record elsewhere, and waits until a resolver has forgotten the old content', async () => {
		await askResolver();
		const swapped = await cloudflare.run(swap);
		expect(swapped).toMatchObject({ swapped: true, content: standby, previousContent: primary, resolved: true });
		expect(swapped.resolvesTo).toBe(standby);
		expect(Number(swapped.waitedMs)).toBeGreaterThan(50_000);
		expect(Number(swapped.waitedMs)).toBeLessThan(70_000);
		expect(cloudflare.writes()).toHaveLength(1);
	});

	it('does nothing a second time, and swaps back', async () => {
		await cloudflare.run(swap);
		expect(await cloudflare.run(swap)).toMatchObject({ swapped: false, content: standby });
		expect(cloudflare.writes()).toHaveLength(1);
		expect(await cloudflare.run({ ...swap, fromContent: standby, toContent: primary })).toMatchObject({
			content: primary,
		});
	});

	it('changes nothing where the record says something else than was expected', async () => {
		await cloudflare.control('/records/change', {
			name: 'api.candlefish.ai',
			type: 'CNAME',
			content: 'by-hand.fly.dev',
		});
		const failure = await cloudflare.failure(swap);
		expect(failure.message).toBe(`api.candlefish.ai points to by-hand.fly.dev, not to ${primary}: nothing was changed`);
		expect(cloudflare.writes()).toEqual([]);
	});

	it('says that a resolver still gives the old content when the time is up, and has swapped all the same', async () => {
		await askResolver();
		const swapped = await cloudflare.run({ ...swap, timeoutSeconds: 10 });
		expect(swapped).toMatchObject({ swapped: true, resolved: false, resolvesTo: primary });
	});

	it('leaves the resolver alone where it is told to, or the record is proxied', async () => {
		expect(await cloudflare.run({ ...swap, waitUntilResolved: false })).toMatchObject({ resolved: null, waitedMs: 0 });
		const site = {
			...swap,
			name: 'paintbox.candlefish.ai',
			fromContent: 'paintbox.netlify.app',
			toContent: 'standby.netlify.app',
		};
		expect(await cloudflare.run(site)).toMatchObject({ proxied: true, resolved: null, resolvesTo: 'proxied' });
	});

	it('survives a resolver that is away for a moment', async () => {
		cloudflare.sandbox.addFault({ platform: 'public', path: '/dns-query', kind: 'status', status: 503, times: 2 });
		expect(await cloudflare.run(swap)).toMatchObject({ resolved: true });
	});

	it('has swapped where no resolver can be asked, and says so', async () => {
		cloudflare.sandbox.addFault({
			platform: 'public',
			path: '/dns-query',
			kind: 'status',
			status: 503,
			times: 'always',
		});
		const swapped = await cloudflare.run({ ...swap, timeoutSeconds: 10 });
		expect(swapped).toMatchObject({ swapped: true, content: standby, resolved: null });
		expect(swapped.resolvesTo).toContain('The resolver did not answer');
	});

	it.each([
		['lost', { kind: 'lostReply' }],
		['cut off', { kind: 'malformed' }],
		['503 twice', { status: 503, times: 2 }],
	])('swaps where the answer is %s', async (_what, fault) => {
		cloudflare.fault({ method: 'PATCH', ...fault });
		expect(await cloudflare.run(swap)).toMatchObject({ content: standby });
		expect(await cloudflare.contents('api.candlefish.ai')).toEqual([standby]);
	});

	it('fails where Cloudflare stays away, and the record is as it was', async () => {
		cloudflare.fault({ method: 'PATCH', status: 503, times: 'always' });
		expect((await cloudflare.failure(swap)).message).toContain('503');
	});

	it.each([
		['that is not there', { name: 'gone.candlefish.ai' }, 'candlefish.ai has no CNAME record gone.candlefish.ai'],
		['of another type', { type: 'A' }, 'candlefish.ai has no A record api.candlefish.ai'],
		['with two values', { type: 'A', name: 'www.candlefish.ai' }, 'www.candlefish.ai has 2 A records'],
	])('refuses a record %s', async (_what, parameters, message) => {
		expect((await cloudflare.failure({ ...swap, ...parameters })).message).toContain(message);
		expect(cloudflare.writes()).toEqual([]);
	});

	it('believes the record where the answer cannot be read, and says that nobody knows where neither can', async () => {
		const unreadable = { platform: 'cloudflare', kind: 'malformed', times: 'always' } as const;
		const record = '/client/v4/zones/*/dns_records/*';
		cloudflare.sandbox.addFault({ ...unreadable, method: 'PATCH', path: record });
		expect(await cloudflare.run(swap)).toMatchObject({ content: standby });
		cloudflare.sandbox.addFault({ ...unreadable, method: 'GET', path: record });
		const failure = await cloudflare.failure({ ...swap, fromContent: standby, toContent: primary });
		expect(failure.message).toContain(`api.candlefish.ai may point to ${primary} by now`);
	});

	it('refuses to swap something for itself, and tells in a dry run what it would do', async () => {
		expect((await cloudflare.failure({ ...swap, toContent: `${primary}.` })).message).toBe('From and To are the same');
		expect(await cloudflare.run({ ...swap, dryRun: true })).toMatchObject({ action: 'swap', to: standby });
		expect(cloudflare.writes()).toEqual([]);
	});
});

describe('The calls that Cloudflare accepts in five minutes', () => {
	it('are kept for failover at their end: other work is refused, and a swap goes through', async () => {
		await cloudflare.control('/calls', { used: 1_000 });
		await cloudflare.items({ resource: 'zone', operation: 'getMany', onlyName: '' });
		const failure = await cloudflare.failure({ resource: 'zone', operation: 'getMany', onlyName: '' });
		expect(failure.message).toContain('only 200 are left, which are kept for failover');
		expect(failure.advice).toMatch(/Run this again in \d+ s/);
		expect(await cloudflare.run({ ...swap, waitUntilResolved: false })).toMatchObject({ swapped: true });
		clock.advance(301_000);
		expect(await cloudflare.items({ resource: 'zone', operation: 'getMany', onlyName: '' })).toHaveLength(2);
	});

	it('are said to be used up when they are', async () => {
		await cloudflare.control('/calls', { used: 1_200 });
		const failure = await cloudflare.failure(swap);
		expect(failure.message).toContain('429');
		expect(failure.advice).toContain('Find what else uses this token');
	});
});

describe('Load Balancer Pool', () => {
	const account = byId('acc0000000000000000000000000cand');
	const pool = byId('17b5962d775c646f3f9725cbc7a53df4');
	const origin = { __rl: true, mode: 'name', value: 'primary' };
	const change = { resource: 'pool', account, pool, origin };

	it('takes an origin out and back, and leaves the others as they are', async () => {
		const out = await cloudflare.run({ ...change, operation: 'disableOrigin' });
		expect(out).toMatchObject({ changed: true, origins: [{ name: 'primary', enabled: false }, { enabled: true }] });
		expect(await cloudflare.run({ ...change, operation: 'disableOrigin' })).toMatchObject({ changed: false });
		const back = await cloudflare.run({ ...change, operation: 'enableOrigin' });
		expect(back).toMatchObject({ changed: true, origins: [{ enabled: true }, { enabled: true }] });
		expect(cloudflare.writes()).toHaveLength(2);
	});

	it('never takes out the last one', async () => {
		await cloudflare.run({ ...change, operation: 'disableOrigin' });
		const last = { ...change, operation: 'disableOrigin', origin: { ...origin, value: 'standby' } };
		expect((await cloudflare.failure(last)).message).toContain('the last origin of pool paintbox-api that is enabled');
	});

	it('names the origins there are where it is told another', async () => {
		const failure = await cloudflare.failure({
			...change,
			operation: 'enableOrigin',
			origin: { ...origin, value: 'x' },
		});
		expect(failure).toEqual({
			message: 'Pool paintbox-api has no origin "x"',
			advice: 'It has primary, standby: choose one from the list',
		});
	});

	it('takes one out where the answer is lost, and not in a dry run', async () => {
		await cloudflare.run({ ...change, operation: 'disableOrigin', dryRun: true });
		expect(cloudflare.writes()).toEqual([]);
		cloudflare.fault({ kind: 'lostReply', method: 'PATCH' });
		expect(await cloudflare.run({ ...change, operation: 'disableOrigin' })).toMatchObject({ changed: true });
	});

	it("tells what Cloudflare's monitors see", async () => {
		const health = { resource: 'pool', operation: 'health', account, pool };
		expect(await cloudflare.run(health)).toMatchObject({ healthy: true, dataCenters: 2, healthyDataCenters: 2 });
		await cloudflare.control('/reachability', { address: primary, isUp: false });
		clock.advance(61_000);
		expect(await cloudflare.run(health)).toMatchObject({
			healthy: true,
			origins: [
				{ address: primary, healthy: false, reasons: ['TCP connection failed'] },
				{ address: standby, healthy: true, reasons: [] },
			],
		});
	});

	it('lists pools, and offers them and their origins to choose from', async () => {
		expect(await cloudflare.items({ resource: 'pool', operation: 'getMany', account })).toMatchObject([
			{ name: 'paintbox-api', minimumOrigins: 1 },
		]);
		expect(await cloudflare.search('searchPools', { ...change, operation: 'enableOrigin' })).toEqual(['paintbox-api']);
		expect(await cloudflare.search('searchOrigins', { ...change, operation: 'enableOrigin' })).toEqual([
			`primary ${primary}`,
			`standby ${standby}`,
		]);
	});
});
