import type { IDataObject } from 'n8n-workflow';

import { useManualClock } from '../../n8n/sandboxClock';
import { byId, useCloudflare, zone } from './cloudflareDriver';

const cloudflare = useCloudflare(useManualClock());

const wish = { operation: 'ensure', zone, type: 'CNAME', name: 'new.candlefish.ai', content: 'a.fly.dev' };

describe('DNS Record: Ensure', () => {
	it('makes a record, then leaves it alone, then changes what differs', async () => {
		expect(await cloudflare.run({ ...wish, ttl: 60 })).toMatchObject({
			action: 'created',
			content: 'a.fly.dev',
			ttl: 60,
		});
		expect(await cloudflare.run({ ...wish, ttl: 60, content: 'A.fly.dev.' })).toMatchObject({ action: 'unchanged' });
		expect(cloudflare.writes()).toHaveLength(1);
		expect(await cloudflare.run({ ...wish, ttl: 60, content: 'b.fly.dev' })).toMatchObject({
			action: 'changed',
			content: 'b.fly.dev',
			previousContent: 'a.fly.dev',
		});
		expect(await cloudflare.contents('new.candlefish.ai')).toEqual(['b.fly.dev']);
	});

	it('changes nothing in a dry run, and says what it would', async () => {
		expect(await cloudflare.run({ ...wish, dryRun: true })).toMatchObject({
			action: 'create',
			name: 'new.candlefish.ai',
		});
		const change = { ...wish, name: 'api.candlefish.ai', proxied: true, dryRun: true };
		expect(await cloudflare.run(change)).toMatchObject({
			action: 'change',
			changes: ['content', 'proxied'],
			previousContent: 'paintbox-api.fly.dev',
		});
		expect(cloudflare.writes()).toEqual([]);
	});

	it.each<[string, IDataObject]>([
		['lost', { kind: 'lostReply', method: 'POST' }],
		['cut off', { kind: 'malformed', method: 'POST' }],
		['never sent', { kind: 'reset', method: 'POST' }],
		['503', { status: 503, method: 'POST' }],
	])('makes one record where the answer is %s', async (_what, fault) => {
		cloudflare.fault(fault);
		expect(await cloudflare.run(wish)).toMatchObject({ action: 'created' });
		expect(await cloudflare.contents('new.candlefish.ai')).toEqual(['a.fly.dev']);
	});

	it.each<[string, IDataObject]>([
		['lost', { kind: 'lostReply', method: 'PATCH' }],
		['cut off', { kind: 'malformed', method: 'PATCH' }],
	])('changes a record where the answer is %s', async (_what, fault) => {
		cloudflare.fault(fault);
		await cloudflare.run({ ...wish, name: 'api.candlefish.ai' });
		expect(await cloudflare.contents('api.candlefish.ai')).toEqual(['a.fly.dev']);
	});

	it('refuses a name with two values, and names both', async () => {
		const failure = await cloudflare.failure({ ...wish, type: 'A', name: 'www.candlefish.ai', content: '203.0.113.9' });
		expect(failure.message).toBe('www.candlefish.ai has 2 A records: 203.0.113.10 and 203.0.113.11');
		expect(cloudflare.writes()).toEqual([]);
	});

	it.each<[string, IDataObject, RegExp]>([
		['a name outside the zone', { name: 'api.other.com' }, /"api\.other\.com" is no name in the zone candlefish\.ai/],
		[
			'a proxied record with a low TTL',
			{ proxied: true, ttl: 60 },
			/automatic TTL \(300 s\), and 60 s would be left out/,
		],
		['a TTL that no zone has', { ttl: 5 }, /TTL \(Seconds\) cannot be 5/],
		['a proxied text', { type: 'TXT', proxied: true }, /TXT record cannot be proxied/],
		['no content', { content: ' ' }, /Content is empty/],
	])('refuses %s before any write', async (_what, parameters, message) => {
		expect((await cloudflare.failure({ ...wish, ...(parameters as typeof wish) })).message).toMatch(message);
		expect(cloudflare.writes()).toEqual([]);
	});

	it("says Cloudflare's words and what to do where it refuses the record", async () => {
		const clash = await cloudflare.failure({ ...wish, type: 'A', name: 'api.candlefish.ai', content: '203.0.113.9' });
		expect(clash.message).toContain('An A, AAAA, or CNAME record with that host already exists. (81053)');
		expect(clash.advice).toContain('Delete that one first');
		const address = await cloudflare.failure({ ...wish, type: 'A', content: 'a.fly.dev' });
		expect(address.message).toContain('must be a valid IPv4 address');
		const ttl = await cloudflare.failure({ ...wish, ttl: 30 });
		expect(ttl.advice).toContain('only Enterprise zones');
	});

	it.each([
		['by name', { __rl: true, mode: 'name', value: 'elsewhere.example' }, /has no zone "elsewhere\.example"/],
		['by id', byId('e0000000000000000000000000000001'), /403: Authentication error \(10000\)/],
		['of a name within it', { __rl: true, mode: 'name', value: 'api.candlefish.ai' }, /has no zone "api/],
	])('refuses a zone of somebody else, %s', async (_how, foreign, message) => {
		const failure = await cloudflare.failure({ ...wish, zone: foreign });
		expect(failure.message).toMatch(message);
		expect(failure.advice).toMatch(/zone/);
	});

	it('says of a wrong token where to make one', async () => {
		const failure = await cloudflare.failure(wish, 'another-token-that-nobody-knows-of');
		expect(failure.advice).toContain('My Profile > API Tokens');
	});

	it('makes a name of letters outside ASCII what Cloudflare calls it', async () => {
		expect(await cloudflare.run({ ...wish, name: 'Bücher.candlefish.ai' })).toMatchObject({
			name: 'xn--bcher-kva.candlefish.ai',
		});
	});
});

describe('DNS Record: Get, Get Many, Delete', () => {
	it('reads one, deletes it, and says that it was gone already', async () => {
		const created = await cloudflare.run(wish);
		const record = byId(String(created.id));
		expect(await cloudflare.run({ operation: 'get', zone, record })).toMatchObject({ name: 'new.candlefish.ai' });
		expect(await cloudflare.run({ operation: 'delete', zone, record, dryRun: true })).toMatchObject({
			action: 'delete',
		});
		expect(await cloudflare.contents('new.candlefish.ai')).toEqual(['a.fly.dev']);
		expect(await cloudflare.run({ operation: 'delete', zone, record })).toMatchObject({ deleted: true });
		expect(await cloudflare.run({ operation: 'delete', zone, record })).toMatchObject({ deleted: false });
		expect((await cloudflare.failure({ operation: 'get', zone, record })).message).toContain('81044');
	});

	it('deletes once where the answer is lost', async () => {
		const created = await cloudflare.run(wish);
		cloudflare.fault({ kind: 'lostReply', method: 'DELETE' });
		await cloudflare.run({ operation: 'delete', zone, record: byId(String(created.id)) });
		expect(await cloudflare.contents('new.candlefish.ai')).toEqual([]);
	});

	it('lists by type, up to a limit, and as Cloudflare gave it', async () => {
		const list = { operation: 'getMany', zone, onlyName: '', onlyType: 'A' };
		expect((await cloudflare.items(list)).map(({ name }) => name)).toEqual([
			'candlefish.ai',
			'www.candlefish.ai',
			'www.candlefish.ai',
		]);
		expect(await cloudflare.items({ ...list, returnAll: false, limit: 1 })).toHaveLength(1);
		expect((await cloudflare.items({ ...list, simplify: false }))[0]).toMatchObject({ proxiable: true });
	});

	it('lists zones, and purges the cache thirty addresses at a time', async () => {
		const zones = await cloudflare.items({ resource: 'zone', operation: 'getMany', onlyName: '' });
		expect(zones.map(({ name }) => name)).toEqual(['candlefish.ai', 'candlefish.dev']);
		const entries = Array.from({ length: 31 }, (_, page) => `https://candlefish.ai/${page}`).join('\n');
		const purge = { resource: 'cache', operation: 'purge', zone, what: 'files', entries };
		expect(await cloudflare.run({ ...purge, dryRun: true })).toMatchObject({ entries: 31 });
		expect(await cloudflare.run(purge)).toMatchObject({ purged: true, entries: 31 });
		expect(cloudflare.writes()).toHaveLength(2);
		expect(await cloudflare.run({ ...purge, what: 'purge_everything' })).toMatchObject({ purged: true, entries: 0 });
		expect((await cloudflare.failure({ ...purge, entries: 'https://other.com/' })).message).toContain('1135');
		expect((await cloudflare.failure({ ...purge, entries: '' })).message).toBe('Entries is empty');
	});

	it('offers zones, records and accounts to choose from', async () => {
		expect(await cloudflare.search('searchZones')).toEqual([
			'candlefish.ai (Candlefish)',
			'candlefish.dev (Candlefish)',
		]);
		expect(await cloudflare.search('searchRecords', { zone }, 'netlify')).toEqual([
			'paintbox.candlefish.ai CNAME paintbox.netlify.app',
		]);
		expect(await cloudflare.search('searchRecords')).toEqual([]);
		expect(await cloudflare.search('searchAccounts')).toEqual(['Candlefish']);
	});
});
