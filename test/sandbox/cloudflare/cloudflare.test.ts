import { CLOUDFLARE_TOKEN, createCloudflarePlatform } from '../../../sandbox/cloudflare';
import { ACCOUNT, POOL_ID, STRANGERS_ZONE_ID, ZONE_ID } from '../../../sandbox/cloudflare/seed';
import { createManualClock } from '../../../sandbox/kernel/clock';
import { type Sandbox, startSandbox } from '../../../sandbox/kernel/sandbox';
import { type ContractRecorder, createContractRecorder } from '../../contract/contractRecorder';
import { startCloudflareClient } from './cloudflareClient';

const clock = createManualClock();
let sandbox: Sandbox;
let recorder: ContractRecorder;
let client: ReturnType<typeof startCloudflareClient>;

beforeAll(async () => {
	sandbox = await startSandbox({ clock, platforms: [createCloudflarePlatform] });
	recorder = createContractRecorder(sandbox);
	client = startCloudflareClient(`${sandbox.origin}/cloudflare/client/v4`, CLOUDFLARE_TOKEN);
});
beforeEach(async () => await sandbox.reset());
afterAll(async () => {
	await client.close();
	await sandbox.close();
	expect(recorder.violations()).toEqual([]);
	expect(recorder.checked('cloudflare')).toBeGreaterThan(20);
});

const record = { zone_id: ZONE_ID, type: 'CNAME', name: 'new.candlefish.ai', content: 'a.fly.dev', ttl: 60 };

async function resolve(name: string, type: string): Promise<string[]> {
	const response = await fetch(`${sandbox.origin}/dns-query?name=${name}&type=${type}`, {
		headers: { Accept: 'application/dns-json' },
	});
	const answer = (await response.json()) as { Answer?: Array<{ data: string }> };
	return (answer.Answer ?? []).map(({ data }) => data);
}

async function useUp(used: number): Promise<void> {
	await fetch(`${sandbox.origin}/_sandbox/cloudflare/calls`, { method: 'POST', body: JSON.stringify({ used }) });
}

describe("Cloudflare's own client", () => {
	it('makes, changes, lists and deletes a record', async () => {
		const created = await client.call('dns.records.create', record);
		expect(created.data).toMatchObject({ type: 'CNAME', name: 'new.candlefish.ai', content: 'a.fly.dev', ttl: 60 });
		const { id } = created.data as { id: string };
		const edited = await client.call('dns.records.edit', id, { ...record, content: 'b.fly.dev' });
		expect(edited.data).toMatchObject({ id, content: 'b.fly.dev' });
		const listed = await client.all('dns.records.list', { zone_id: ZONE_ID, type: 'CNAME', per_page: 2 });
		expect((listed.data as Array<{ name: string }>).map(({ name }) => name)).toEqual([
			'api.candlefish.ai',
			'paintbox.candlefish.ai',
			'new.candlefish.ai',
		]);
		expect((await client.call('dns.records.delete', id, { zone_id: ZONE_ID })).data).toEqual({ id });
		expect(await client.call('dns.records.get', id, { zone_id: ZONE_ID })).toMatchObject({ status: 404 });
	});

	it('replaces a record as a whole', async () => {
		const created = await client.call('dns.records.create', { ...record, comment: 'ours' });
		const { id } = created.data as { id: string };
		const updated = await client.call('dns.records.update', id, { ...record, content: 'c.fly.dev' });
		expect(updated.data).toMatchObject({ content: 'c.fly.dev', comment: null });
	});

	it('verifies its token, and sees its own zones only', async () => {
		expect((await client.call('user.tokens.verify')).data).toMatchObject({ status: 'active' });
		const zones = await client.all('zones.list', {});
		expect((zones.data as Array<{ name: string }>).map(({ name }) => name)).toEqual([
			'candlefish.ai',
			'candlefish.dev',
		]);
		expect(await client.call('zones.get', { zone_id: STRANGERS_ZONE_ID })).toMatchObject({ status: 403 });
	});

	it('takes an origin out of a pool, whose health then leaves it out', async () => {
		const place = { account_id: ACCOUNT.id };
		const pools = await client.all('loadBalancers.pools.list', place);
		const [pool] = pools.data as Array<{ origins: Array<{ name: string; enabled: boolean }> }>;
		const origins = (pool?.origins ?? []).map((origin) => ({ ...origin, enabled: origin.name !== 'primary' }));
		const edited = await client.call('loadBalancers.pools.edit', POOL_ID, { ...place, origins });
		expect(edited.data).toMatchObject({ origins: [{ enabled: false, disabled_at: expect.any(String) }, {}] });
		const health = await client.call('loadBalancers.pools.health.get', POOL_ID, place);
		expect(JSON.stringify(health.data)).not.toContain('paintbox-api.fly.dev"');
	});

	it('purges the cache', async () => {
		const purge = { zone_id: ZONE_ID, files: ['https://candlefish.ai/'] };
		expect((await client.call('cache.purge', purge)).data).toEqual({ id: ZONE_ID });
		expect(await client.call('cache.purge', { ...purge, files: ['https://other.com/'] })).toMatchObject({
			status: 400,
		});
	});

	it.each([
		['an address that is none', { type: 'A', content: 'a.fly.dev' }, '9005'],
		['a TTL of 5', { ttl: 5 }, '9021'],
		['a twin', { name: 'api.candlefish.ai', content: 'paintbox-api.fly.dev' }, '81058'],
		['a CNAME beside another', { name: 'api.candlefish.ai' }, '81053'],
		['a proxied text', { type: 'TXT', proxied: true }, '9004'],
	])('is refused %s', async (_what, change, code) => {
		const refused = await client.call('dns.records.create', { ...record, ...change });
		expect(refused.status).toBe(400);
		expect(refused.error).toContain(code);
	});

	it('is refused for five minutes once the calls are used up', async () => {
		await useUp(1_200);
		expect(await client.call('user.tokens.verify')).toMatchObject({ status: 429 });
		clock.advance(290_000);
		expect(await client.call('user.tokens.verify')).toMatchObject({ status: 429 });
		clock.advance(20_000);
		expect((await client.call('user.tokens.verify')).status).toBeUndefined();
	});
});

it('makes of a name outside the zone one within it, and proxied a record of automatic TTL', async () => {
	const outside = await client.call('dns.records.create', { ...record, name: 'api.other.com', proxied: true });
	expect(outside.data).toMatchObject({ name: 'api.other.com.candlefish.ai', proxied: true, ttl: 1 });
});

describe('The resolver', () => {
	it('gives what it was told before until the TTL has run out', async () => {
		expect(await resolve('api.candlefish.ai', 'CNAME')).toEqual(['paintbox-api.fly.dev.']);
		const id = 'd0000000000000000000000000000001';
		await client.call('dns.records.edit', id, { ...record, name: 'api.candlefish.ai' });
		clock.advance(59_000);
		expect(await resolve('api.candlefish.ai', 'CNAME')).toEqual(['paintbox-api.fly.dev.']);
		clock.advance(2_000);
		expect(await resolve('api.candlefish.ai', 'CNAME')).toEqual(['a.fly.dev.']);
	});

	it("gives Cloudflare's own addresses for a proxied name, and none for one that is not there", async () => {
		expect(await resolve('paintbox.candlefish.ai', 'A')).toEqual(['104.16.0.1', '104.16.1.1']);
		expect(await resolve('paintbox.candlefish.ai', 'CNAME')).toEqual([]);
		expect(await resolve('gone.candlefish.ai', 'A')).toEqual([]);
	});
});

it('refuses a token that is wrong, and one that is none', async () => {
	const ask = async (authorization: string) => {
		const response = await fetch(`${sandbox.origin}/cloudflare/client/v4/user/tokens/verify`, {
			headers: { Authorization: authorization },
		});
		return [response.status, await response.text()] as const;
	};
	expect((await ask('Bearer another-token-that-nobody-knows-of'))[0]).toBe(401);
	const [status, body] = await ask('nonsense');
	expect(status).toBe(400);
	expect(body).toContain('Invalid format for Authorization header');
});
