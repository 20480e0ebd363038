import { PollContext } from 'n8n-core';
import type { IDataObject, INodeParameters, WorkflowExecuteMode } from 'n8n-workflow';

import { CloudflareHealthWatch } from '../../../nodes/Cloudflare/CloudflareHealthWatch.node';
import { POOL_ID, ACCOUNT } from '../../../sandbox/cloudflare/seed';
import { createCloudflarePlatform } from '../../../sandbox/cloudflare';
import type { SandboxPlatform } from '../../../sandbox/kernel/platform';
import { prepareNode } from '../../n8n/nodeHarness';
import { useManualClock } from '../../n8n/sandboxClock';
import { CloudflareDriver } from './cloudflareDriver';

const clock = useManualClock();
const primary = 'paintbox-api.fly.dev';

/** Addresses that answer as they are told to. */
const status = { primary: 200, standby: 200 };
const served: SandboxPlatform = {
	name: 'served',
	routes: [],
	state: () => ({}),
	reset: () => undefined,
	publicRoutes: [
		{ method: 'GET', pattern: '/primary/health', handle: () => ({ status: status.primary, body: 'x' }) },
		{ method: 'GET', pattern: '/standby/health', handle: () => ({ status: status.standby, body: 'x' }) },
	],
};

const cloudflare = new CloudflareDriver(clock, [createCloudflarePlatform, () => served]);
let staticData: IDataObject = {};
beforeAll(async () => await cloudflare.start());
beforeEach(async () => {
	await cloudflare.sandbox.reset();
	Object.assign(status, { primary: 200, standby: 200 });
	staticData = {};
	clock.advance(301_000);
	await poll();
	clock.advance(60_000);
});
afterAll(async () => {
	expect(cloudflare.violations()).toEqual([]);
	await cloudflare.sandbox.close();
});

interface PollSettings {
	readonly parameters?: INodeParameters;
	readonly mode?: WorkflowExecuteMode;
	readonly budgetMs?: number;
}

async function poll({ parameters = {}, mode = 'trigger', budgetMs }: PollSettings = {}): Promise<IDataObject[] | null> {
	const { origin } = cloudflare.sandbox;
	const node = new CloudflareHealthWatch();
	const prepared = prepareNode({
		node,
		parameters: {
			name: 'api.candlefish.ai',
			zone: 'candlefish.ai',
			type: 'CNAME',
			primary,
			address: `${origin}/primary/health`,
			standby: 'paintbox-api-standby.fly.dev',
			standbyAddress: `${origin}/standby/health`,
			service: 'paintbox-api',
			environment: 'production',
			account: '',
			pool: '',
			...parameters,
		},
		credentials: [cloudflare.credential()],
	});
	const context = new PollContext(prepared.workflow, prepared.node, prepared.additionalData, mode, 'update');
	context.getWorkflowStaticData = () => staticData;
	if (budgetMs !== undefined) Object.assign(context, { getPollBudgetMs: () => budgetMs });
	const items = await node.poll.call(context);
	return items === null ? null : items.flat().map(({ json }) => json);
}

/** A poll a minute, as n8n does; the first that gives an item, with how long after `fromMs` that was. */
async function untilItem(minutes: number, settings: PollSettings = {}) {
	const fromMs = clock.now();
	for (let minute = 0; minute < minutes; minute++) {
		const startedAtMs = clock.now();
		const items = await poll(settings);
		if (items !== null) return { item: items[0], afterMs: clock.now() - fromMs };
		clock.advance(Math.max(0, startedAtMs + 60_000 - clock.now()));
	}
	return null;
}

const withPool: PollSettings = { parameters: { account: ACCOUNT.id, pool: POOL_ID } };
const setSeen = async (isUp: boolean) => await cloudflare.control('/reachability', { address: primary, isUp });

describe('Cloudflare Health Watch', () => {
	it('asks once when it is published anew, and after a pause', async () => {
		for (const pauseMs of [60_000, 5_000, 3_600_000]) {
			expect(await poll()).toBeNull();
			clock.advance(pauseMs);
		}
		const before = clock.now();
		await poll();
		expect(clock.now()).toBe(before);
	});

	it('starts nothing while all is well, and asks five times a minute', async () => {
		const before = clock.now();
		expect(await poll()).toBeNull();
		expect(clock.now() - before).toBe(48_000);
		expect(await untilItem(30)).toBeNull();
	});

	it('says that a name is down after five bad asks, 24 s after the third', async () => {
		status.primary = 503;
		const down = await untilItem(5);
		expect(down?.item).toMatchObject({
			signal: 'down',
			name: 'api.candlefish.ai',
			isStandbyGood: true,
			reason: 'answers 503, not 200-299',
		});
		// The third bad ask came after 24 s.
		expect((down?.afterMs ?? 0) - 24_000).toBeLessThanOrEqual(30_000);
	});

	it("says so at the third where Cloudflare's monitors see it, too", async () => {
		await setSeen(false);
		clock.advance(61_000);
		status.primary = 500;
		expect(await untilItem(2, withPool)).toMatchObject({ item: { signal: 'down' }, afterMs: 24_000 });
	});

	it('waits while the monitors say good, for two polls', async () => {
		status.primary = 503;
		const down = await untilItem(5, withPool);
		expect(down?.afterMs).toBe(108_000);
	});

	it('goes on with five of five where the monitors cannot be asked', async () => {
		cloudflare.fault({ path: '/client/v4/accounts', status: 403, times: 'always' });
		status.primary = 503;
		expect((await untilItem(5, withPool))?.afterMs).toBe(48_000);
	});

	it('says what else is down, and what a server that is away is like', async () => {
		Object.assign(status, { primary: 503, standby: 503 });
		expect((await untilItem(2))?.item).toMatchObject({ isStandbyGood: false });
		staticData = {};
		await poll();
		clock.advance(60_000);
		const nobody = { parameters: { address: 'http://127.0.0.1:9/health' } };
		expect((await untilItem(2, nobody))?.item).toMatchObject({
			signal: 'down',
			reason: expect.stringMatching(/refus/i),
		});
	});

	it('asks again while it stays down, less and less often, and says when it is up', async () => {
		status.primary = 503;
		await untilItem(2);
		const pauses: number[] = [];
		for (let time = 0; time < 4; time++) pauses.push(Math.round(((await untilItem(60))?.afterMs ?? 0) / 60_000));
		expect(pauses).toEqual([2, 4, 8, 16]);
		status.primary = 200;
		const up = await untilItem(20);
		expect(up?.item).toMatchObject({ signal: 'up' });
		expect(up?.afterMs).toBeGreaterThanOrEqual(600_000);
		expect(await untilItem(20)).toBeNull();
	});

	it('makes do with the time that n8n gives a poll', async () => {
		const before = clock.now();
		expect(await poll({ budgetMs: 40_000 })).toBeNull();
		expect(clock.now() - before).toBeLessThan(35_000);
	});

	it('looks once where a person tries it out, and remembers nothing', async () => {
		const before = structuredClone(staticData);
		status.primary = 503;
		expect(await poll({ mode: 'manual', ...withPool })).toMatchObject([{ signal: 'down', secondView: 'good' }]);
		expect(staticData).toEqual(before);
	});

	it('watches nothing while its name is empty, and says so to who tries it out', async () => {
		const empty = { parameters: { name: '' } };
		expect(await poll(empty)).toBeNull();
		await expect(poll({ ...empty, mode: 'manual' })).rejects.toThrow('No name is watched');
	});

	it.each<[string, INodeParameters, string]>([
		['a name outside its zone', { name: 'api.other.com' }, '"api.other.com" is no name in the zone candlefish.ai'],
		['the name itself as the primary', { address: 'https://api.candlefish.ai/health' }, 'leads to the standby'],
		['no standby', { standby: '' }, 'Standby is empty'],
		['an address that is none', { address: 'api' }, 'Primary Address is not an address'],
	])('refuses %s', async (_what, parameters, message) => {
		await expect(poll({ parameters })).rejects.toThrow(message);
	});
});
