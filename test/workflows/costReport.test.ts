import type { IDataObject } from 'n8n-workflow';

import type { JsonRecord } from '../../tools/json';
import { createEngine, type Engine } from '../n8n/engine/engine';
import type { EngineRun } from '../n8n/engine/runs';
import { describeOnEngine } from '../n8n/engine/installedN8n';

const [COSTS, DAILY] = ['slipway34costs', 'slipway40daily'];
const dayMs = 86_400_000;
const platforms = ['netlify', 'fly', 'aws', 'neon', 'upstash', 'temporal'];
/** Where each platform's answer is lost. */
const away = ['netlify', 'fly', 'aws', 'neon', 'upstash-management', 'temporal-cloud'];

describeOnEngine('34 reports costs', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine(undefined, { services: [] });
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => {
		await engine.reset();
		await passToDay(12);
	});

	const now = (): Date => new Date(engine.clock.nodes.now());
	const passUntil = async (isThere: (time: Date) => boolean): Promise<void> => {
		while (!isThere(now())) await engine.clock.pass(dayMs / 2);
	};
	/** Into that day of a month, at the earliest in six hours. */
	const passToDay = async (day: number): Promise<void> => {
		await engine.clock.pass(dayMs / 4);
		await passUntil((time) => time.getUTCDate() === day);
	};
	/** 0 is Sunday. At noon it is the same day in the time zone of n8n. */
	const passToNoonOf = async (weekday: number): Promise<void> =>
		await passUntil((time) => time.getUTCDay() === weekday && time.getUTCHours() >= 12);
	const monthNow = (): string => now().toISOString().slice(0, 7);
	const rows = (kind: string): JsonRecord[] => engine.tables.rows('slipway_costs').filter((row) => row.kind === kind);
	const row = (platform: string, month = monthNow()): JsonRecord =>
		rows('month').find(({ key }) => key === `${month}/${platform}`) ?? {};
	const report = async (): Promise<EngineRun> => await engine.start(COSTS, {}, 'integrated');
	const budget = (platform: string, more: IDataObject): void =>
		engine.tables.insert('slipway_costs', {
			key: `budget/${platform}`,
			kind: 'budget',
			platform,
			currency: 'USD',
			...more,
		});
	const pages = () => engine.incidents().filter(({ dedupKey }) => String(dedupKey).startsWith('slipway/costs/'));

	it('asks every platform, tells what each API tells as what it is, and pages nobody without a budget', async () => {
		expect(await report()).toMatchObject({ status: 'success', error: undefined });
		expect(rows('budget').map(({ platform }) => platform)).toEqual(platforms);
		expect(platforms.map((platform) => [platform, row(platform).state])).toEqual([
			['netlify', 'noBudget'],
			['fly', 'noBudget'],
			['aws', 'noBudget'],
			['neon', 'unknown'],
			['upstash', 'noBudget'],
			['temporal', 'unknown'],
		]);
		expect(row('aws').amount).toBeGreaterThan(0);
		expect(row('netlify')).toMatchObject({ amount: null, forecast: 19 });
		expect(String(row('neon').reason)).toContain('Give a price in unit_prices for computeHours');
		expect(String(row('neon').lines)).toContain('computeHours');
		expect(pages()).toEqual([]);
		const written = engine.tables.rows('slipway_costs').length;
		await report();
		expect(engine.tables.rows('slipway_costs')).toHaveLength(written);
	});

	it('pages once for a platform and a month, whatever it comes to, and anew in the next one', async () => {
		budget('upstash', { budget: 0.01 });
		budget('neon', { budget: 500, unit_prices: '{"computeHours": 0.2, "rootStorage": 0.5, "childStorage": 0.5}' });
		await report();
		expect(pages()).toMatchObject([
			{ dedupKey: `slipway/costs/upstash/${monthNow()}`, status: 'triggered', triggerCount: 1 },
		]);
		expect(row('upstash')).toMatchObject({ state: 'over', told_at: expect.stringMatching(/^20.*Z$/) as string });
		expect(row('neon')).toMatchObject({ state: 'within', amount: expect.any(Number) as number });
		const first = Number(row('upstash').amount);
		await engine.clock.pass(7 * dayMs);
		await report();
		expect(Number(row('upstash').amount)).toBeGreaterThan(first);
		expect(pages()).toMatchObject([{ triggerCount: 1 }]);
		await passToDay(12);
		await report();
		expect(pages()).toHaveLength(2);
		expect(rows('month').filter(({ platform }) => platform === 'upstash')).toHaveLength(2);
	});

	it.each(away)('takes %s that does not answer for not known, and asks the others all the same', async (platform) => {
		platforms.forEach((name) => budget(name, { budget: 100_000 }));
		const fault = engine.sandbox.addFault({ platform, kind: 'status', status: 503, times: 'always' });
		expect(await report()).toMatchObject({ status: 'success', error: undefined });
		engine.sandbox.removeFault(fault);
		const own = platform.replace(/-.*/, '');
		expect(row(own)).toMatchObject({ amount: null, forecast: null, state: 'unknown' });
		expect(String(row(own).reason)).not.toBe('');
		const others = platforms.filter((name) => !['fly', 'neon', 'temporal', own].includes(name));
		expect(others.map((name) => row(name).state)).toEqual(others.map(() => 'within'));
		expect(pages()).toEqual([]);
	});

	it('keeps what it saw of a platform that does not answer a week later', async () => {
		await report();
		const { amount } = row('aws');
		await engine.clock.pass(7 * dayMs);
		const fault = engine.sandbox.addFault({ platform: 'aws', kind: 'status', status: 503, times: 'always' });
		await report();
		engine.sandbox.removeFault(fault);
		expect(row('aws')).toMatchObject({ amount, state: 'unknown' });
		expect(String(row('aws').reason)).toMatch(/were seen on/);
	});

	it('tells the person on call though no row can be kept, and makes no second incident of it', async () => {
		budget('upstash', { budget: 0.01 });
		engine.faults.fail(COSTS, 'Keep it in the table');
		expect(await report()).toMatchObject({ status: 'error' });
		expect(pages()).toMatchObject([{ status: 'triggered', triggerCount: 1 }]);
		engine.faults.mend();
		await report();
		expect(pages()).toMatchObject([{ status: 'triggered', triggerCount: 2 }]);
	});

	it('takes a year of rows along, and no older one', async () => {
		const old = (month: string): IDataObject => ({
			key: `${month}/aws`,
			kind: 'month',
			platform: 'aws',
			month,
			currency: 'USD',
		});
		for (const row of [old('2019-01'), old('2020-01')]) engine.tables.insert('slipway_costs', row);
		budget('aws', { budget: 1 });
		const run = await report();
		const [item] = run.data?.resultData.runData['Put it into one item']?.[0]?.data?.main?.[0] ?? [];
		expect(item?.json.costRows).toMatchObject([{ kind: 'budget', platform: 'aws' }]);
	});

	it('reports nothing where it cannot read what it told: that run is an error', async () => {
		budget('upstash', { budget: 0.01 });
		engine.faults.fail(COSTS, 'Read what was kept');
		expect(await report()).toMatchObject({ status: 'error' });
		engine.faults.mend();
		expect(pages()).toEqual([]);
		expect(rows('month')).toEqual([]);
	});

	it('is called by 40 on Mondays, and on no other day', async () => {
		const before = engine.runsOf(COSTS).length;
		await passToNoonOf(2);
		expect(await engine.start(DAILY, {}, 'trigger')).toMatchObject({ status: 'success' });
		expect(engine.runsOf(COSTS)).toHaveLength(before);
		await passToNoonOf(1);
		await engine.start(DAILY, {}, 'trigger');
		expect(engine.runsOf(COSTS).slice(before)).toMatchObject([{ status: 'success' }]);
		expect(rows('month').length).toBeGreaterThan(5);
	});
});
