import type { IDataObject } from 'n8n-workflow';

import { createEngine, type Engine } from '../n8n/engine/engine';
import { describeOnEngine } from '../n8n/engine/installedN8n';
import { commitOf } from '../deployment/board/boardSights';

describeOnEngine('the board', () => {
	let engine: Engine;
	beforeAll(async () => {
		engine = await createEngine();
	});
	afterAll(async () => await engine?.close());
	beforeEach(async () => await engine.reset());

	/** One moment for all rows of a case: two readings of the clock may lie a millisecond apart. */
	let nowMs: number;
	beforeEach(() => {
		nowMs = engine.clock.sandbox.now();
	});
	const daysAgo = (days: number, minutes = 0): string =>
		new Date(nowMs - days * 86_400_000 + minutes * 60_000).toISOString();
	const deployment = (id: number, days: number, more: IDataObject = {}): IDataObject => ({
		release_id: `r/${id}`,
		kind: 'deploy',
		service: 'gateway',
		environment: 'production',
		platform: 'ecs',
		target: 'candlefish/gateway',
		commit: commitOf(id),
		state: 'live',
		verified: true,
		deployment_id: `d${id}`,
		live_id: `d${id}`,
		live_commit: commitOf(id),
		started_at: daysAgo(days),
		finished_at: daysAgo(days, 4),
		...more,
	});
	const sums = (): IDataObject[] => engine.tables.rows('slipway_sums') as IDataObject[];
	const sumUp = async () => {
		const run = await engine.start('slipway41sums', {}, 'integrated');
		expect(run).toMatchObject({ status: 'success', error: undefined });
	};

	it('sums up each day once, and again when it turned out otherwise', async () => {
		for (const row of [deployment(1, 3), deployment(2, 2)]) engine.tables.insert('slipway_deployments', row);
		await sumUp();
		const first = sums();
		expect(first.filter(({ kind }) => kind === 'day')).toMatchObject([
			{ environment: 'production', deployments: 1, failed: 0, lead_seconds: '240' },
			{ environment: 'production', deployments: 1, failed: 0, lead_seconds: '240' },
		]);
		await sumUp();
		expect(sums()).toEqual(first);
		engine.tables.insert(
			'slipway_deployments',
			deployment(3, 1, { kind: 'rollback', previous_id: 'd2', deployment_id: 'd1', live_id: 'd1' }),
		);
		await sumUp();
		expect(sums()).toHaveLength(first.length);
		expect(
			sums()
				.map(({ failed }) => failed)
				.sort(),
		).toEqual([0, 0, 1]);
	});

	it('does nothing where there is nothing to sum up, and forgets days that no page shows', async () => {
		await sumUp();
		expect(sums()).toEqual([]);
		const old = { key: 'day/x/production', kind: 'day', day: daysAgo(120).slice(0, 10), environment: 'production' };
		engine.tables.insert('slipway_sums', old);
		engine.tables.insert('slipway_deployments', deployment(1, 2));
		await sumUp();
		expect(sums().map(({ key }) => key)).not.toContain(old.key);
	});

	const cost = (month: string, more: IDataObject = {}): IDataObject => ({
		key: `${month}/neon`,
		kind: 'month',
		platform: 'neon',
		month,
		amount: 12.5,
		currency: 'USD',
		state: 'within',
		...more,
	});
	const page = async (): Promise<string> => {
		const run = await engine.start('slipway10board', {}, 'trigger');
		const [item, ...others] = run.data?.resultData.runData['Make the page']?.at(-1)?.data?.main?.[0] ?? [];
		expect(others).toEqual([]);
		const board = item?.json.board;
		return typeof board === 'object' && board !== null && 'html' in board ? String(board.html) : '';
	};

	it('shows what is kept in step and what it costs, from tables that hold several rows, one, or none', async () => {
		const empty = await page();
		expect(empty).not.toContain('could not be read');
		expect(empty).not.toContain('id="costs"');
		const month = daysAgo(0).slice(0, 7);
		const last = daysAgo(31).slice(0, 7);
		for (const row of [cost(month), cost(last, { amount: 9, state: 'over' })])
			engine.tables.insert('slipway_costs', row);
		engine.tables.insert('slipway_secret_syncs', { service: 'gateway', source: 'aws', synced_at: '', state: 'failed' });
		const html = await page();
		expect(html).not.toContain('could not be read');
		expect(html).toContain('12.50 USD');
		expect(html).toContain('9.00 USD');
		expect(html).toContain('id="secrets"');
	});
});
